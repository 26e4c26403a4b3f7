import { NodeGroup, type NodeGroupProps } from '../../../lib/cluster/node-group';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { allOf, only, type StackJson } from '../../support/synth';

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

test('an update replaces a share of the nodes by choice', () => {
  expect(only(group({ maxUnavailablePercentage: 33 }), 'aws_eks_node_group').update_config).toEqual({
    max_unavailable_percentage: 33,
  });
});

test('nodes have the newest machine image', () => {
  const stack = group();
  const [[id, parameter] = []] = Object.entries(stack.data!.aws_ssm_parameter!);
  expect([only(stack, 'aws_eks_node_group').release_version, parameter!.name]).toEqual([
    `\${data.aws_ssm_parameter.${id}.insecure_value}`,
    '/aws/service/bottlerocket/aws-k8s-1.35/arm64/latest/image_version',
  ]);
});

test('a pinned machine image stays', () => {
  expect(only(group({ releaseVersion: '1.44.0-4c2a5a6b' }), 'aws_eks_node_group').release_version).toBe(
    '1.44.0-4c2a5a6b',
  );
});

test('spot nodes may be of any of the types', () => {
  expect(only(group(), 'aws_eks_node_group')).toMatchObject({
    capacity_type: 'SPOT',
    instance_types: ['c7g.2xlarge', 'c6g.2xlarge'],
  });
});

test.each<[string, Partial<NodeGroupProps>]>([
  ['instance types', { instanceTypes: ['c8g.2xlarge', 'c7g.2xlarge'] }],
  ['AMI type', { amiType: 'AL2023_ARM_64_STANDARD' }],
  ['capacity', { capacityType: 'ON_DEMAND' }],
  ['zones', { zones: ['eu-west-2a'] }],
])('other %s make a group of another name, beside the one that runs', (_, changed) => {
  const nameOf = (json: StackJson) => only(json, 'aws_eks_node_group').node_group_name;
  expect(nameOf(group(changed))).not.toBe(nameOf(group()));
});

test('what EKS changes in place leaves the name', () => {
  const changed = group({ maxSize: 9, kubernetesVersion: '1.36', labels: {}, diskSizeGiB: 80 });
  expect(only(changed, 'aws_eks_node_group').node_group_name).toBe(
    only(group(), 'aws_eks_node_group').node_group_name,
  );
});

test('the nodes of a new group are there before those of the old one go', () => {
  expect(only(group(), 'aws_eks_node_group').lifecycle).toMatchObject({ create_before_destroy: true });
});

test('a zone that the network gets later replaces no group', () => {
  expect(only(group(), 'aws_eks_node_group').lifecycle).toMatchObject({
    ignore_changes: expect.arrayContaining(['subnet_ids']) as string[],
  });
});

test('EKS decides how many pods a node takes', () => {
  expect(only(group(), 'aws_launch_template')).not.toHaveProperty('user_data');
});

test('the order of its zones leaves the name of a group', () => {
  const nameOf = (zones: string[]) => only(group({ zones }), 'aws_eks_node_group').node_group_name;
  expect(nameOf(['eu-west-2b', 'eu-west-2a'])).toBe(nameOf(['eu-west-2a', 'eu-west-2b']));
});

test('the nodes have more policies by choice', () => {
  const policies = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'];
  const attached = allOf(group({ policies }), 'aws_iam_role_policy_attachment');
  expect(attached.map(({ policy_arn }) => policy_arn)).toEqual(expect.arrayContaining(policies));
});

test.each([
  ['cr-0123456789abcdef0', 'capacity_reservation_id'],
  ['arn:aws:resource-groups:eu-west-2:111122223333:group/gpu', 'capacity_reservation_resource_group_arn'],
])('instances come from the reservation %s', (capacityReservation, key) => {
  expect(
    only(group({ capacityReservation }), 'aws_launch_template').capacity_reservation_specification,
  ).toEqual({ capacity_reservation_target: { [key]: capacityReservation } });
});

test('user data is in base64', () => {
  const { user_data } = only(group({ userData: { toml: '[settings.kernel]' } }), 'aws_launch_template');
  expect(Buffer.from(String(user_data), 'base64').toString()).toBe('[settings.kernel]');
});
