import { isRegion, partitionOf } from '../../../lib/aws/settings';

test.each([
  ['eu-west-2', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
])('%s is a region of %s', (region, partition) => {
  expect([isRegion(region), partitionOf(region)]).toEqual([true, partition]);
});

test.each(['', 'eu-west', 'eu-west-2a', 'EU-WEST-2', 'europe'])('%p is no region', (region) => {
  expect(isRegion(region)).toBe(false);
});
