import { editDistance, nearest } from '../../../lib/validation/nearest';

test.each([
  ['', '', 0],
  ['zones', 'zones', 0],
  ['', 'cidr', 4],
  ['zone', 'zones', 1],
  ['zonez', 'zones', 1],
  ['cird', 'cidr', 1],
  ['kitten', 'sitting', 3],
])('from %p to %p it takes %d', (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});

test.each([
  ['zonez', 'zones'],
  ['ZONES', 'zones'],
  ['nodegroup', 'nodeGroup'],
  ['peer', 'peers'],
  ['version', 'kubernetesVersion'],
])('%s is taken for %s', (name, expected) => {
  expect(nearest(name, ['cidr', 'zones', 'nat', 'peers', 'nodeGroup', 'kubernetesVersion'])).toBe(expected);
});

test.each(['fargate', 'x', ''])('%p is taken for nothing', (name) => {
  expect(nearest(name, ['cidr', 'zones', 'peers'])).toBeUndefined();
});

test('the nearest of several is taken', () => {
  expect(nearest('prods', ['proxy', 'prod'])).toBe('prod');
});
