import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { droppedFields, fieldRefusal } from '../../../../ops/commands/upgrade/dropped-fields';
import { migrateManifests, oldManifests } from '../../../../ops/commands/upgrade/manifests';
import { parseVersion } from '../../../../lib/validation/version';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-manifests-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const to28 = [parseVersion('2.7.3'), parseVersion('2.8.8')] as const;

function migrated(text: string): string {
  const file = join(folder, 'a.yaml');
  writeFileSync(file, text);
  migrateManifests(oldManifests(folder, ...to28));
  return readFileSync(file, 'utf8');
}

const old = 'kustomize.toolkit.fluxcd.io/v1beta2';
const current = 'kustomize.toolkit.fluxcd.io/v1';

test.each([
  ['a List', `kind: List\napiVersion: v1\nitems:\n  - apiVersion: ${old}\n    kind: Kustomization\n`],
  ['a list in JSON', `{"kind": "List", "items": [{"kind": "Kustomization", "apiVersion": "${old}"}]}\n`],
  [
    'a ResourceSet',
    `kind: ResourceSet\nspec:\n  resources:\n    - kind: Kustomization\n      apiVersion: ${old}\n`,
  ],
  ['a text', `patches:\n  - patch: |\n      apiVersion: ${old}\n      kind: Kustomization\n`],
  ['a template', `{{ if a }}\napiVersion: "${old}"\nkind: Kustomization\n{{ end }}\n`],
])('an old version in %s is migrated', (_, text) => {
  expect(migrated(text)).toBe(text.replace(old, current));
});

test('the target of a patch is migrated, for it would match nothing more', () => {
  const target = (version: string) =>
    `patches:\n  - target:\n      group: kustomize.toolkit.fluxcd.io\n      version: ${version}\n      kind: Kustomization\n`;
  expect(migrated(target('v1beta2'))).toBe(target('v1'));
});

function refusalsOf(apiVersion: string, kind: string, spec: object): readonly string[] {
  const manifest = { apiVersion, kind, metadata: { name: 'a' }, spec };
  writeFileSync(join(folder, 'a.yaml'), JSON.stringify(manifest));
  return droppedFields(folder, ...to28).map((field) => fieldRefusal(field, to28[1]));
}

test.each([
  [old, 'Kustomization', { validation: 'client' }, 'spec.validation', 'Remove it'],
  [old, 'Kustomization', { patchesStrategicMerge: [] }, 'spec.patchesStrategicMerge', 'Move it to patches'],
  [old, 'Kustomization', { patchesJson6902: [] }, 'spec.patchesJson6902', 'Move it to patches'],
  [
    'helm.toolkit.fluxcd.io/v2beta2',
    'HelmRelease',
    { chart: { spec: { valuesFile: 'a.yaml' } } },
    'spec.chart.spec.valuesFile',
    'last item of valuesFiles',
  ],
  [
    'helm.toolkit.fluxcd.io/v2beta2',
    'HelmRelease',
    { postRenderers: [{ kustomize: { patchesStrategicMerge: [] } }] },
    'spec.postRenderers.kustomize.patchesStrategicMerge',
    'Move it to patches',
  ],
  [
    'source.toolkit.fluxcd.io/v1beta2',
    'GitRepository',
    { gitImplementation: 'go-git' },
    'spec.gitImplementation',
    'Remove',
  ],
  ['source.toolkit.fluxcd.io/v1beta2', 'Bucket', { accessFrom: {} }, 'spec.accessFrom', 'Remove'],
  ['source.toolkit.fluxcd.io/v1beta2', 'HelmChart', { valuesFile: 'a' }, 'spec.valuesFile', 'valuesFiles'],
])('%s %s with %j is refused', (apiVersion, kind, spec, field, remedy) => {
  expect(refusalsOf(apiVersion, kind, spec)).toEqual([
    expect.stringMatching(new RegExp(`^${kind} has ${field}, which .* does not have.*${remedy}`)),
  ]);
});

test('a field that stays is not refused, and free values have any name', () => {
  const spec = { interval: '1m', values: { validation: 1 }, chart: { spec: { valuesFiles: ['a'] } } };
  expect(refusalsOf('helm.toolkit.fluxcd.io/v2beta2', 'HelmRelease', spec)).toEqual([]);
});

test('nothing is refused by the fields of a release that is not known', () => {
  writeFileSync(join(folder, 'a.yaml'), `apiVersion: ${current}\nkind: Kustomization\nspec: {new: true}\n`);
  expect(droppedFields(folder, parseVersion('2.9.5'), parseVersion('2.99.0'))).toEqual([]);
});

test('a field is named with its line', () => {
  writeFileSync(
    join(folder, 'a.yaml'),
    `kind: Kustomization\napiVersion: ${old}\nspec:\n  validation: none\n`,
  );
  expect(droppedFields(folder, ...to28)).toMatchObject([{ line: 4 }]);
});
