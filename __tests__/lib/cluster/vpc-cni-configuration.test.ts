import { vpcCniConfiguration } from '../../../lib/cluster/vpc-cni-configuration';

const base = { prefixDelegation: false, networkPolicy: false, region: 'eu-west-2' };

test('without prefix delegation no prefix is kept warm', () => {
  expect(vpcCniConfiguration(base)).toEqual({
    enableNetworkPolicy: 'false',
    env: { ENABLE_PREFIX_DELEGATION: 'false' },
  });
});

test('subnets for pods are found by the zone of the node', () => {
  expect(vpcCniConfiguration({ ...base, podSubnetIds: { 'eu-west-2a': 'subnet-1' } })).toMatchObject({
    env: {
      AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true',
      ENI_CONFIG_LABEL_DEF: 'topology.kubernetes.io/zone',
    },
    eniConfig: { create: true, region: 'eu-west-2', subnets: { 'eu-west-2a': { id: 'subnet-1' } } },
  });
});
