import { interfaceEndpoints } from '../../../lib/network/interface-endpoints';

test('without NAT there is every endpoint that nodes, add-ons and shells need', () => {
  expect(interfaceEndpoints({ nat: 'none', endpoints: [] }, false)).toEqual([
    'autoscaling',
    'ec2',
    'ecr.api',
    'ecr.dkr',
    'eks',
    'eks-auth',
    'elasticloadbalancing',
    'kms',
    'logs',
    'ssm',
    'ssmmessages',
    'sts',
  ]);
});

test('a service that is needed and asked for has one endpoint', () => {
  expect(
    interfaceEndpoints({ nat: 'none', endpoints: ['sts'] }, false).filter((service) => service === 'sts'),
  ).toEqual(['sts']);
});

test.each(['single', 'zone'] as const)('with NAT (%s) there is only what is asked for', (nat) => {
  expect(interfaceEndpoints({ nat, endpoints: ['sqs'] }, true)).toEqual(['sqs']);
});

test('without NAT Karpenter gets an endpoint for its queue', () => {
  expect(interfaceEndpoints({ nat: 'none', endpoints: [] }, true)).toContain('sqs');
});
