import { NodeGroup, type NodeGroupProps } from '../../../lib/cluster/node-group';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { only, type StackJson } from '../../support/synth';

const props: NodeGroupProps = {
  cluster: blueCluster,
  name: 'batch',
  kubernetesVersion: '1.35',
  subnetIds: ['subnet-1'],
  instanceTypes: ['c7g.2xlarge', 'c6g.2xlarge'],
  amiType: 'BOTTLEROCKET_ARM_64',
  capacityType: 'SPOT',
  minSize: 0,
  maxSize: 4,
  desiredSize: 0,
  maxUnavailable: 2,
  diskSizeGiB: 50,
  prefixDelegation: true,
  podSubnets: false,
  nodeRepair: true,
  labels: { pool: 'batch' },
  taints: [{ key: 'batch', effect: 'PreferNoSchedule' }],
  tags: {},
  dependsOn: [],
};

function group(changed: Partial<NodeGroupProps> = {}): StackJson {
  return synthConstructs((scope) => {
    new NodeGroup(scope, 'nodes', { ...props, ...changed });
  });
}

test('taints are in the spelling of EKS', () => {
  expect(only(group(), 'aws_eks_node_group').taint).toEqual([{ key: 'batch', effect: 'PREFER_NO_SCHEDULE' }]);
});

test('the role of a further group has its name', () => {
  expect(only(group(), 'aws_iam_role').name).toBe('blue-node-batch');
});

test('the role of the default group keeps the name that it had when there was no other', () => {
  expect(only(group({ name: 'default' }), 'aws_iam_role').name).toBe('blue-node');
});

test('broken nodes are replaced', () => {
  expect(only(group(), 'aws_eks_node_group').node_repair_config).toEqual({ enabled: true });
});

test('an update replaces as many nodes at the same time as asked for', () => {
  expect(only(group(), 'aws_eks_node_group').update_config).toEqual({ max_unavailable: 2 });
});

test('spot nodes may be of any of the types', () => {
  expect(only(group(), 'aws_eks_node_group')).toMatchObject({
    capacity_type: 'SPOT',
    instance_types: ['c7g.2xlarge', 'c6g.2xlarge'],
  });
});

test('a number of pods that is asked for goes before the computed one', () => {
  const userData = String(only(group({ maxPods: 58 }), 'aws_launch_template').user_data);
  expect(Buffer.from(userData, 'base64').toString()).toContain('max-pods = 58');
});

test('without prefix delegation EKS itself decides how many pods a node takes', () => {
  expect(only(group({ prefixDelegation: false }), 'aws_launch_template')).not.toHaveProperty('user_data');
});
