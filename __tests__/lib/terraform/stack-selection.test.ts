import { declaredUpstreams, outlivingStacks, parseSelection } from '../../../lib/terraform/stack-selection';

const command = (words: string) =>
  parseSelection(['node', '/fleet/node_modules/.bin/cdktf', ...words.split(' ')]);

test.each([
  ['deploy network cluster', ['network', 'cluster']],
  ['deploy flux-instance', ['flux-instance']],
  ['deploy *', ['network', 'cluster', 'flux-operator', 'flux-instance']],
  ['deploy flux-*', ['flux-operator', 'flux-instance']],
  ['deploy --auto-approve network --parallelism 2', ['network']],
  ['apply cluster', ['cluster']],
])('cdktf %s selects %j', (words, stacks) => {
  expect(command(words)?.stacks).toEqual(stacks);
});

test.each(['diff network', 'synth', 'deploy unknown', 'list'])('cdktf %s selects nothing', (words) => {
  expect(command(words)).toBeUndefined();
});

test('another program that is called with the same words is not cdktf', () => {
  expect(parseSelection(['make', 'deploy', 'network'])).toBeUndefined();
});

test('without a selection every dependency is declared', () => {
  expect(declaredUpstreams('flux-instance')).toEqual(['network', 'cluster', 'flux-operator']);
});

test('a dependency outside of the selection is not declared', () => {
  expect(declaredUpstreams('flux-instance', command('deploy flux-operator flux-instance'))).toEqual([
    'flux-operator',
  ]);
});

test('a destroy names the stacks that it would leave behind', () => {
  expect(outlivingStacks('cluster', command('destroy cluster flux-operator'))).toEqual(['flux-instance']);
});

test('a deploy leaves nothing behind', () => {
  expect(outlivingStacks('cluster', command('deploy cluster'))).toEqual([]);
});
