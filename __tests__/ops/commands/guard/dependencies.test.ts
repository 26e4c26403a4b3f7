import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { dependencyFaults } from '../../../../ops/commands/guard/dependencies';
import { reconciledObjects } from '../../../../ops/commands/guard/reconciled';
import { checkout } from '../../../support/synth';

/** The faults of Kustomizations in flux-system, by what each depends on; a name of another namespace has it before a slash. */
function faultsOf(
  dependsOn: Readonly<Record<string, readonly string[]>>,
  kind = 'Kustomization',
): readonly string[] {
  const manifests = Object.entries(dependsOn).map(([name, needed]) => ({
    apiVersion: kind === 'Kustomization' ? 'kustomize.toolkit.fluxcd.io/v1' : 'helm.toolkit.fluxcd.io/v2',
    kind,
    metadata: { name, namespace: 'flux-system' },
    spec: {
      dependsOn: needed.map((one) => {
        const [other, namespace] = one.split('/').reverse();
        return { name: other, namespace };
      }),
    },
  }));
  const text = manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
  return dependencyFaults(reconciledObjects(new Map([['root/all.yaml', text]]), 'root'));
}

test.each(['Kustomization', 'HelmRelease'])('a chain of %s has no fault', (kind) => {
  expect(faultsOf({ api: ['database', 'cache'], database: ['cache'], cache: [] }, kind)).toEqual([]);
});

test.each(['Kustomization', 'HelmRelease'])('a cycle of %s is told once, from end to end', (kind) => {
  const name = (one: string) => `${kind}/flux-system/${one}`;
  expect(faultsOf({ api: ['database'], database: ['cache'], cache: ['database'] }, kind)).toEqual([
    `A dependency cycle: ${name('database')} -> ${name('cache')} -> ${name('database')}. Remove one of the dependsOn.`,
  ]);
});

test('what depends on itself is a cycle', () => {
  expect(faultsOf({ api: ['api'] })).toEqual([
    'A dependency cycle: Kustomization/flux-system/api -> Kustomization/flux-system/api. Remove one of the dependsOn.',
  ]);
});

test('what is not in Git is named', () => {
  expect(faultsOf({ api: ['database'] })).toEqual([
    'Kustomization/flux-system/api depends on Kustomization/flux-system/database, which is not in Git where Flux was followed. Add it there, or remove the dependsOn.',
  ]);
});

test('what is in another namespace is not the same', () => {
  expect(faultsOf({ api: ['tenant/database'], database: [] })).toHaveLength(1);
});

test('the root Kustomization is there without being in Git', () => {
  expect(faultsOf({ api: ['flux-system'] })).toEqual([]);
});

const gitops = join(checkout, 'gitops');
const tree = new Map(
  readdirSync(gitops, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .map((file) => [relative(checkout, file), readFileSync(file, 'utf8')]),
);

test.each(readdirSync(join(gitops, 'clusters')))('gitops/clusters/%s has no fault', (cluster) => {
  const objects = reconciledObjects(tree, `gitops/clusters/${cluster}`);
  expect(objects.size).toBeGreaterThan(0);
  expect(dependencyFaults(objects)).toEqual([]);
});
