import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { Applied, Build } from '../../../ops/guard/build';
import { dependencyFaults } from '../../../ops/guard/dependencies';
import { appliesOthers, keyOfManifest, type Manifest } from '../../../ops/guard/manifest';
import { checkout } from '../../support/synth';

type DependsOn = Readonly<Record<string, readonly string[]>>;

const root = named('flux-system', []);

/** An object in flux-system, by what it depends on; a name of another namespace has it before a slash. */
function named(name: string, dependsOn: readonly string[], kind = 'Kustomization'): Manifest {
  const needed = dependsOn.map((one) => {
    const [other, namespace] = one.split('/').reverse();
    return { name: other, namespace };
  });
  const apiVersion =
    kind === 'Kustomization' ? 'kustomize.toolkit.fluxcd.io/v1' : 'helm.toolkit.fluxcd.io/v2';
  return { apiVersion, kind, metadata: { name, namespace: 'flux-system' }, spec: { dependsOn: needed } };
}

function buildOf(...all: readonly Applied[]): Build {
  return new Map(all.map((applied) => [keyOfManifest(applied.applier), applied]));
}

function faultsOf(dependsOn: DependsOn, kind = 'Kustomization'): readonly string[] {
  const objects = Object.entries(dependsOn).map(([name, needed]) => named(name, needed, kind));
  return dependencyFaults(buildOf({ applier: root, objects })).refusals;
}

test.each(['Kustomization', 'HelmRelease'])('a chain of %s has no fault', (kind) => {
  expect(faultsOf({ api: ['database', 'cache'], database: ['cache'], cache: [] }, kind)).toEqual([]);
});

test.each(['Kustomization', 'HelmRelease'])('a cycle of %s is told once, from end to end', (kind) => {
  const name = (one: string) => `${kind}/flux-system/${one}`;
  expect(faultsOf({ api: ['database'], database: ['cache'], cache: ['database'] }, kind)).toEqual([
    `Refused: a dependency cycle: ${name('database')} -> ${name('cache')} -> ${name('database')}. Remove one of the dependsOn.`,
  ]);
});

test('what depends on itself is a cycle', () => {
  expect(faultsOf({ api: ['api'] })).toEqual([
    'Refused: a dependency cycle: Kustomization/flux-system/api -> Kustomization/flux-system/api. Remove one of the dependsOn.',
  ]);
});

test('what is not in Git is named', () => {
  expect(faultsOf({ api: ['database'] })).toEqual([
    'Refused: Kustomization/flux-system/api depends on Kustomization/flux-system/database, which is not in Git. Add it there, or remove the dependsOn.',
  ]);
});

test('what may be where nobody can look is not known, and is not refused', () => {
  const theirs = { applier: named('theirs', []), unknown: 'its source theirs is not this repository' };
  const build = buildOf({ applier: root, objects: [named('api', ['database'])] }, theirs);
  expect(dependencyFaults(build)).toEqual({
    refusals: [],
    unknowns: [
      'whether Kustomization/flux-system/database will exist, on which Kustomization/flux-system/api depends: ' +
        'Kustomization/flux-system/theirs may apply it, and its source theirs is not this repository',
    ],
  });
});

test('what is in another namespace is not the same', () => {
  expect(faultsOf({ api: ['tenant/database'], database: [] })).toHaveLength(1);
});

test('a HelmRelease is no Kustomization of the same name', () => {
  const objects = [named('api', ['database']), named('database', [], 'HelmRelease')];
  expect(dependencyFaults(buildOf({ applier: root, objects })).refusals).toHaveLength(1);
});

test('the root Kustomization is there without being in Git', () => {
  expect(faultsOf({ api: ['flux-system'] })).toEqual([]);
});

const gitops = join(checkout, 'gitops');

/** Everything of a folder that applies other objects, as its files have it. */
function appliersIn(folder: string): readonly Manifest[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .flatMap(({ parentPath, name }) => parseAllDocuments(readFileSync(join(parentPath, name), 'utf8')))
    .map((document) => document.toJSON() as Manifest)
    .filter((manifest) => manifest?.metadata !== undefined && appliesOthers(manifest));
}

test.each(readdirSync(join(gitops, 'clusters')))('gitops/clusters/%s has no fault', (cluster) => {
  const shared = readdirSync(gitops).filter((folder) => folder !== 'clusters');
  const objects = [`clusters/${cluster}`, ...shared].flatMap((folder) => appliersIn(join(gitops, folder)));
  expect(objects.length).toBeGreaterThan(0);
  expect(dependencyFaults(buildOf({ applier: root, objects }))).toEqual({ refusals: [], unknowns: [] });
});
