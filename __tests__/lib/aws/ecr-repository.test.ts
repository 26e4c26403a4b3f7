import { ecrRepository } from '../../../lib/aws/ecr-repository';

const account = '111122223333';

test.each([
  ['dkr.ecr.eu-west-2.amazonaws.com', 'eu-west-2'],
  ['dkr.ecr-fips.us-east-1.amazonaws.com', 'us-east-1'],
  ['dkr.ecr-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['dkr-ecr.eu-west-2.on.aws', 'eu-west-2'],
  ['dkr-ecr-fips.us-east-1.on.aws', 'us-east-1'],
  ['dkr.ecr.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
  ['dkr-ecr.cn-north-1.on.amazonwebservices.com.cn', 'cn-north-1'],
  ['dkr.ecr.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1'],
  ['dkr.ecr.us-iso-east-1.c2s.ic.gov', 'us-iso-east-1'],
  ['dkr.ecr.us-isob-east-1.sc2s.sgov.gov', 'us-isob-east-1'],
])('%s is a private registry', (host, region) => {
  expect(ecrRepository(`oci://${account}.${host}/fleet/manifests`)).toEqual({
    registry: 'private',
    account,
    region,
    name: 'fleet/manifests',
  });
});

test.each(['public.ecr.aws', 'ecr-public.aws.com'])('%s is the public registry', (host) => {
  expect(ecrRepository(`oci://${host}/karpenter/karpenter`)).toEqual({ registry: 'public' });
});

test.each([
  ['without a path', '', ''],
  ['with an empty path', '/', ''],
  ['with a path', '/charts', 'charts'],
  ['with a slash at the end', '/charts/', 'charts'],
  ['with a wildcard', '/charts/*', 'charts/*'],
])('%s the name is the path', (_, path, name) => {
  expect(ecrRepository(`oci://${account}.dkr.ecr.eu-west-2.amazonaws.com${path}`)).toMatchObject({ name });
});

test.each([
  'oci://111122223333.dkr.ecr.eu-west-2.amazonaws.com:443/fleet',
  'oci://1111.dkr.ecr.eu-west-2.amazonaws.com/fleet',
  'oci://111122223333.dkr.ecr.eu-west-2.amazonaws.com.example.com/fleet',
  'oci://example.com/111122223333.dkr.ecr.eu-west-2.amazonaws.com',
  'oci://public.ecr.aws.example.com/fleet',
  'https://111122223333.dkr.ecr.eu-west-2.amazonaws.com/fleet',
  'oci://ghcr.io/example/fleet',
])('%s is not ECR', (url) => {
  expect(ecrRepository(url)).toBeUndefined();
});
