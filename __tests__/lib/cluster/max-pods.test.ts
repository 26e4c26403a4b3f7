import { maxPods } from '../../../lib/cluster/max-pods';

test.each([
  ['m7g.large', 110],
  ['m7g.4xlarge', 110],
  ['m7g.8xlarge', 250],
  ['m7i.metal-24xl', 250],
  ['m7g.medium', 98],
  ['t4g.medium', 110],
  ['t3.micro', 34],
])('a %s takes %i pods', (instanceType, pods) => {
  expect(maxPods([instanceType])).toBe(pods);
});

test('of several instance types the smallest counts', () => {
  expect(maxPods(['m7g.8xlarge', 'm7g.medium'])).toBe(98);
});

test.each([
  ['m7g.large', 110],
  ['m7g.medium', 50],
  ['t3.small', 98],
])('with subnets for pods a %s has one interface less and takes %i', (instanceType, pods) => {
  expect(maxPods([instanceType], true)).toBe(pods);
});
