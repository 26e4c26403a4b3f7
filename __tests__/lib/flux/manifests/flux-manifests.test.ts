import { latePlaceholder } from '../../../../lib/flux/late-variables';
import { configurationErrorOf, expectRefusal } from '../../fleet/fixtures';
import { invalidManifests, parseManifests, validManifest } from './flux-manifest-fixtures';

describe.each(['flux-instance', 'flux-operator'] as const)('%s', (name) => {
  test.each(invalidManifests(name))('$name is refused', ({ text }) => {
    expectRefusal(text, () => parseManifests({ [name]: text }));
  });
});

test('a field of the definition that no stack reads needs no code', () => {
  const release = validManifest('flux-operator').replace('interval: 30m', 'interval: 30m\n  maxHistory: 3');
  expect(parseManifests({ 'flux-operator': release }).operator.release.spec).toMatchObject({ maxHistory: 3 });
});

test.each([
  ['maxHistroy: 3', 'spec.maxHistroy', 'Did you mean spec.maxHistory? Rename or remove spec.maxHistroy.'],
  ['maxHistory: "3"', 'spec.maxHistory', 'Remove the quotes: maxHistory: 3.'],
])('%s is refused by the definition', (line, path, remedy) => {
  const release = validManifest('flux-operator').replace('interval: 30m', `interval: 30m\n  ${line}`);
  const { problems } = configurationErrorOf(() => parseManifests({ 'flux-operator': release }));
  expect(problems).toMatchObject([{ path: `HelmRelease ${path}`, remedy }]);
});

test('what the fleet decides is filled in', () => {
  expect(parseManifests({}).instance.spec.sync).toEqual({
    kind: 'GitRepository',
    url: 'https://github.com/example/fleet.git',
    ref: 'refs/heads/main',
    path: 'gitops/clusters/dev',
    interval: '1m',
    provider: 'generic',
    pullSecret: '',
  });
});

test.each([
  ['${VPC_ID}', latePlaceholder('VPC_ID')],
  ['$${VPC_ID}', '${VPC_ID}'],
])('%s of the FluxInstance is left to the apply', (text, left) => {
  const patched = validManifest('flux-instance').replace(
    'patches: []',
    () => `patches: [{ patch: 'a: ${text}' }]`,
  );
  expect(parseManifests({ 'flux-instance': patched }).instance.spec.kustomize.patches).toEqual([
    { patch: `a: ${left}` },
  ]);
});

test('the problems of both files come together', () => {
  const problem = (name: 'flux-instance' | 'flux-operator') =>
    validManifest(name).replace(/apiVersion: .*/, 'apiVersion: v1');
  const { problems } = configurationErrorOf(() =>
    parseManifests({ 'flux-instance': problem('flux-instance'), 'flux-operator': problem('flux-operator') }),
  );
  expect(problems.map(({ file }) => file.split('/').at(-1))).toEqual([
    'flux-operator.yaml',
    'flux-instance.yaml',
  ]);
});
