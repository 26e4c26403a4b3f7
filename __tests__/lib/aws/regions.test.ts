import { partitionOf } from '../../../lib/aws/partitions';
import { regionFault, regions } from '../../../lib/aws/regions';

test.each(['eu-wst-2', 'eu-west-2a'])('%s is taken for a misspelt eu-west-2', (text) => {
  expect(regionFault(text)?.remedy).toMatch(/^Did you mean eu-west-2\?/);
});

test('every partition has a region', () => {
  expect([...new Set(regions.map(partitionOf))].sort()).toEqual([
    'aws',
    'aws-cn',
    'aws-eusc',
    'aws-iso',
    'aws-iso-b',
    'aws-iso-e',
    'aws-iso-f',
    'aws-us-gov',
  ]);
});
