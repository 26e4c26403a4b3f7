import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackNames } from '../lib/terraform/contracts';
import { removeSynthesized, runApp, type SynthesizedApp, synthesize } from './support/synth';

afterAll(removeSynthesized);

function files(app: SynthesizedApp): string[] {
  const names = readdirSync(app.outdir, { recursive: true, withFileTypes: true });
  const paths = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return paths.sort().map((path) => readFileSync(path, 'utf8'));
}

test('the same input gives byte-identical output', () => {
  expect(files(synthesize({ fleet: 'dev' }))).toEqual(files(synthesize({ fleet: 'dev' })));
});

test('cdktf is told of every dependency when the command is not known', () => {
  expect(synthesize({ fleet: 'dev' }).dependencies('flux-instance')).toEqual([
    'network',
    'cluster',
    'flux-operator',
  ]);
});

test('cdktf is told of no dependency that is not selected', () => {
  const app = synthesize({ fleet: 'dev', command: ['deploy', 'flux-instance'] });
  expect(app.dependencies('flux-instance')).toEqual([]);
});

test('a destroy of the cluster alone is guarded by both Flux stacks', () => {
  const { locals } = synthesize({ fleet: 'dev', command: ['destroy', 'cluster'] }).stack('cluster');
  expect(Object.keys(locals ?? {})).toEqual([
    'refuse_destroy_before_flux_instance',
    'refuse_destroy_before_flux_operator',
  ]);
});

test.each(['network', 'cluster'] as const)('%s is held to the account of the fleet', (name) => {
  const { provider } = synthesize({ fleet: 'dev' }).stack(name);
  expect(provider.aws![0]!.allowed_account_ids).toEqual(['111122223333']);
});

test.each(['network', 'cluster'] as const)('%s does not start the Kubernetes-facing providers', (name) => {
  expect(Object.keys(synthesize({ fleet: 'dev' }).stack(name).provider)).toEqual(['aws']);
});

test('no provider version is a range', () => {
  const app = synthesize({ fleet: 'dev' });
  const versions = stackNames.flatMap((name) =>
    Object.values(app.stack(name).terraform.required_providers!).map((provider) => provider.version),
  );
  expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
});

test('an unknown fleet is one clear line without a stack trace', () => {
  const { stderr, status } = runApp({ fleet: 'devv' }).result;
  expect({ lines: stderr.trim().split('\n').length, status, named: stderr.includes('"devv"') }).toEqual({
    lines: 1,
    status: 1,
    named: true,
  });
});
