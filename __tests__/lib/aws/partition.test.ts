import {
  dnsSuffixOf,
  gatewayEndpointName,
  interfaceEndpointName,
  partitionOf,
} from '../../../lib/aws/partitions';
import { isRegion } from '../../../lib/aws/regions';

/** What partitions.json of botocore 1.43.106 has: partition, dnsSuffix, and one of its regions for each prefix. */
test.each([
  ['aws', 'amazonaws.com', 'eu-west-2'],
  ['aws', 'amazonaws.com', 'mx-central-1'],
  ['aws-cn', 'amazonaws.com.cn', 'cn-north-1'],
  ['aws-cn', 'amazonaws.com.cn', 'cn-northwest-1'],
  ['aws-eusc', 'amazonaws.eu', 'eusc-de-east-1'],
  ['aws-iso', 'c2s.ic.gov', 'us-iso-east-1'],
  ['aws-iso-b', 'sc2s.sgov.gov', 'us-isob-east-1'],
  ['aws-iso-e', 'cloud.adc-e.uk', 'eu-isoe-west-1'],
  ['aws-iso-f', 'csp.hci.ic.gov', 'us-isof-south-1'],
  ['aws-us-gov', 'amazonaws.com', 'us-gov-west-1'],
])('%s has the domain %s, for %s too', (partition, dnsSuffix, region) => {
  expect([isRegion(region), partitionOf(region), dnsSuffixOf(region)]).toEqual([true, partition, dnsSuffix]);
});

/** Of the exceptions that aws-cdk-lib keeps, and of what is none. */
test.each([
  ['eu-west-2', 'ecr.api', 'com.amazonaws.eu-west-2.ecr.api'],
  ['cn-north-1', 'ecr.api', 'cn.com.amazonaws.cn-north-1.ecr.api'],
  ['cn-northwest-1', 'sts', 'cn.com.amazonaws.cn-northwest-1.sts'],
  ['cn-north-1', 'ssm', 'com.amazonaws.cn-north-1.ssm'],
  ['eusc-de-east-1', 'ecr.dkr', 'eu.amazonaws.eusc-de-east-1.ecr.dkr'],
  ['eusc-de-east-1', 'ec2', 'com.amazonaws.eusc-de-east-1.ec2'],
  ['us-gov-west-1', 'ec2', 'com.amazonaws.us-gov-west-1.ec2'],
  ['us-iso-east-1', 'ec2', 'gov.ic.c2s.us-iso-east-1.ec2'],
])('in %s the interface endpoint of %s is %s', (region, service, name) => {
  expect(interfaceEndpointName(region, service)).toBe(name);
});

test('the gateway endpoint of S3 has no name of a partition', () => {
  expect(gatewayEndpointName('cn-north-1', 's3')).toBe('com.amazonaws.cn-north-1.s3');
});

test.each(['', 'eu-west', 'eu-west-2a', 'EU-WEST-2', 'europe'])('%p is no region', (region) => {
  expect(isRegion(region)).toBe(false);
});
