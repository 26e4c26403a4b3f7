import { reconciledObjects } from '../../../../ops/commands/guard/reconciled';
import { prunedObjects } from '../../../../ops/commands/guard/pruned-objects';

const kustomization = (name: string, spec: string, metadata = '') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system${metadata}}\nspec: ${spec}\n`;

const release =
  'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: hello}\nspec: {interval: 10m}\n';

const tree = {
  'clusters/dev/kustomization.yaml': 'resources: [apps.yaml, kept.yaml]\n',
  'clusters/dev/apps.yaml': kustomization('apps', '{path: ./applications, prune: true}'),
  'clusters/dev/kept.yaml': kustomization(
    'kept',
    '{path: ./kept, prune: true}',
    ', annotations: {kustomize.toolkit.fluxcd.io/prune: disabled}',
  ),
  'clusters/dev/unused.yaml': kustomization('unused', '{path: ./unused, prune: true}'),
  'applications/kustomization.yaml': 'namespace: applications\nresources: [hello]\n',
  'applications/hello/release.yaml': release,
  'kept/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: kept}\n',
};

function lost(changes: Record<string, string | undefined>): string[] {
  const after = Object.entries({ ...tree, ...changes }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const read = (files: Iterable<[string, string]>) => reconciledObjects(new Map(files), 'clusters/dev');
  return prunedObjects(read(Object.entries(tree)), read(after)).map(({ source }) => source.split(',')[0]!);
}

test('Flux reaches what kustomize takes in, and what Kustomizations point at', () => {
  expect([...reconciledObjects(new Map(Object.entries(tree)), 'clusters/dev').keys()]).toEqual([
    'Kustomization/flux-system/apps',
    'HelmRelease/applications/hello',
    'Kustomization/flux-system/kept',
  ]);
});

test('a Kustomization that is no longer a resource vanishes with what it applied', () => {
  expect(lost({ 'clusters/dev/kustomization.yaml': 'resources: [kept.yaml]\n' })).toEqual([
    'Kustomization/flux-system/apps',
    'HelmRelease/applications/hello',
  ]);
});

test('what is marked to stay does not vanish', () => {
  expect(lost({ 'clusters/dev/kustomization.yaml': 'resources: [apps.yaml]\n' })).toEqual([]);
});

test('a renamed HelmRelease vanishes', () => {
  expect(lost({ 'applications/hello/release.yaml': release.replace('hello', 'hi') })).toEqual([
    'HelmRelease/applications/hello',
  ]);
});

test('what its Kustomization does not prune does not vanish', () => {
  const before = {
    ...tree,
    'clusters/dev/apps.yaml': tree['clusters/dev/apps.yaml'].replace('true', 'false'),
  };
  const after = { ...before, 'applications/kustomization.yaml': 'resources: []\n' };
  const read = (files: Record<string, string>) =>
    reconciledObjects(new Map(Object.entries(files)), 'clusters/dev');
  expect(prunedObjects(read(before), read(after))).toEqual([]);
});

test('a file that moves is still there', () => {
  expect(
    lost({ 'applications/hello/release.yaml': undefined, 'applications/hello/moved.yaml': release }),
  ).toEqual([]);
});

test.each(['clusters/prod', './kept'])('a folder without manifests is no answer: %s', (folder) => {
  const files = Object.entries(tree).filter(([path]) => !path.startsWith('kept/'));
  const root = folder === './kept' ? 'clusters/dev' : folder;
  expect(() => reconciledObjects(new Map(files), root)).toThrow(`${folder} has no manifests`);
});

test('what another source holds is not looked for here', () => {
  const tenant = kustomization('kept', '{path: ./theirs, prune: true, sourceRef: {name: theirs}}');
  expect(lost({ 'clusters/dev/kept.yaml': tenant })).toEqual([]);
});
