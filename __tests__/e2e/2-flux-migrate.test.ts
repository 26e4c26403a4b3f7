import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseVersion } from '../../lib/validation/version';
import { apisOf } from '../../ops/commands/upgrade/flux-apis';
import { migrateManifests, oldManifests } from '../../ops/commands/upgrade/manifests';
import { shellEnvironment } from './support/sandbox-shell';

const [before, after] = ['2.7.3', '2.8.8'].map(parseVersion) as [
  ReturnType<typeof parseVersion>,
  ReturnType<typeof parseVersion>,
];

/** What Flux served in any of these releases, and no longer serves after the upgrade. */
const dropped = ['2.2.0', '2.5.0', '2.7.3']
  .flatMap((version) => apisOf(parseVersion(version)))
  .flatMap(({ group, kind, served }) => served.map((version) => ({ group, kind, version })))
  .filter(({ group, kind, version }) => {
    const now = apisOf(after).find((api) => api.kind === kind && api.group === group);
    return now !== undefined && !now.served.includes(version);
  })
  .map(
    ({ group, kind, version }) => `apiVersion: ${group}/${version}\nkind: ${kind}\nmetadata:\n  name: a\n`,
  );

let folder: string;

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flux-migrate-'))));

afterEach(() => rmSync(folder, { recursive: true }));

/** A manifest after something rewrote its file. */
function rewritten(manifest: string, rewrite: () => void): string {
  const file = join(folder, 'a.yaml');
  writeFileSync(file, manifest);
  rewrite();
  return readFileSync(file, 'utf8');
}

test('versions of several kinds are dropped', () => {
  expect(new Set(dropped).size).toBeGreaterThan(10);
});

test.each([...new Set(dropped)])('flux migrate and ops upgrade make the same of %j', (manifest) => {
  const words = ['migrate', '--path', '.', '--version', '2.7', '--yes'];
  const byFlux = rewritten(manifest, () =>
    execFileSync('flux', words, { cwd: folder, env: shellEnvironment(), stdio: 'pipe' }),
  );
  const byOps = rewritten(manifest, () => migrateManifests(oldManifests(folder, before, after)));
  expect({ byOps, isChanged: byOps !== manifest }).toEqual({ byOps: byFlux, isChanged: true });
});
