import { latePlaceholder } from '../../../../lib/flux/late-variables';
import { configurationErrorOf } from '../../fleet/fixtures';
import { invalidManifests, parseManifests, validManifest } from './flux-manifest-fixtures';

describe.each(['flux-instance', 'flux-operator'] as const)('%s', (name) => {
  test.each(invalidManifests(name))('$name is refused with exactly the expected lines', ({ text }) => {
    const expected = [...text.matchAll(/^# expect: (.*)$/gm)].map(([, line]) => line);
    const error = configurationErrorOf(() => parseManifests({ [name]: text }));
    expect(error.format().split('\n')).toEqual(expected);
  });
});

test('what the fleet decides is filled in', () => {
  expect(parseManifests({}).instance.spec.sync).toEqual({
    kind: 'GitRepository',
    url: 'https://github.com/example/fleet.git',
    ref: 'refs/heads/main',
    path: 'clusters/dev',
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
