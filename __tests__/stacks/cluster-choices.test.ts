import { Testing } from 'cdktf';
import { fixture, parseDev } from '../lib/fleet/fixtures';
import { stateLocation } from '../../lib/terraform/state-location';
import { ClusterStack } from '../../stacks/cluster';
import { allOf, only, type StackJson } from '../support/synth';

/** The stack of a fleet that has chosen everything that can be chosen. */
function clusterStack(text: string): StackJson {
  const fleet = parseDev(text);
  const stack = new ClusterStack(Testing.app(), { fleet, state: stateLocation(fleet.state, '.') });
  return JSON.parse(Testing.synth(stack)) as StackJson;
}

const everything = clusterStack(fixture('valid', 'full.yaml'));

test('service accounts are trusted by IAM', () => {
  expect(only(everything, 'aws_iam_openid_connect_provider').client_id_list).toEqual(['sts.amazonaws.com']);
});

test('every role has the boundary of the fleet', () => {
  const boundaries = allOf(everything, 'aws_iam_role').map((role) => role.permissions_boundary);
  expect(new Set(boundaries)).toEqual(new Set(['arn:aws-us-gov:iam::111122223333:policy/platform/boundary']));
});

test('every node group of the fleet is there, after the network plugin', () => {
  const prerequisites = Object.keys(everything.resource.aws_eks_addon!).filter((id) =>
    id.includes('vpc-cni'),
  );
  const groups = allOf(everything, 'aws_eks_node_group').map(({ node_group_name, depends_on }) => [
    String(node_group_name).replace(/-[0-9a-f]{8}$/, ''),
    depends_on?.includes(`aws_eks_addon.${prerequisites[0]}`),
  ]);
  expect(groups).toEqual([
    ['batch-1', true],
    ['default', true],
  ]);
});

test('the jumpbox takes no connection', () => {
  const [securityGroup] = Object.keys(everything.resource.aws_security_group!);
  const ingress = allOf(everything, 'aws_vpc_security_group_ingress_rule').filter((rule) =>
    String(rule.security_group_id).includes(securityGroup!),
  );
  expect(ingress).toEqual([]);
});

test('the jumpbox is let through to the Kubernetes API', () => {
  expect(only(everything, 'aws_vpc_security_group_ingress_rule')).toMatchObject({
    from_port: 443,
    to_port: 443,
    security_group_id: `\${aws_eks_cluster.${Object.keys(everything.resource.aws_eks_cluster!)[0]}.vpc_config[0].cluster_security_group_id}`,
  });
});

test('the budget writes before and when the money is spent', () => {
  expect(only(everything, 'aws_budgets_budget')).toMatchObject({
    limit_amount: '500',
    notification: [
      { notification_type: 'ACTUAL', threshold: 80, subscriber_email_addresses: ['platform@example.com'] },
      { notification_type: 'FORECASTED', threshold: 100 },
    ],
  });
});

test('pods with a block of their own are given its subnet of their zone', () => {
  const text = fixture('valid', 'minimal.yaml').replace('network:\n', 'network:\n  podCidr: 100.64.0.0/16\n');
  const cni = allOf(clusterStack(text), 'aws_eks_addon').find(({ addon_name }) => addon_name === 'vpc-cni')!;
  const { eniConfig } = JSON.parse(String(cni.configuration_values).replace(/"\$\{.*?\}"/g, '"subnet"')) as {
    eniConfig: { subnets: object };
  };
  expect(Object.keys(eniConfig.subnets)).toEqual(['eu-west-2a', 'eu-west-2b']);
});

test('pods are given subnets only of a network that has one in each zone', () => {
  const text = fixture('valid', 'minimal.yaml').replace('network:\n', 'network:\n  podCidr: 100.64.0.0/16\n');
  const { lifecycle } = clusterStack(text).resource.terraform_data!.deployment!;
  expect(JSON.stringify(lifecycle)).toContain('pod_subnet_ids, and fleet/dev.yaml asks for 2 now');
});

test('ARNs are of the partition of the region', () => {
  expect(JSON.stringify(everything.resource)).not.toMatch(/arn:aws:/);
});

test('a name that grows too long for AWS is refused with the key to change', () => {
  const text = fixture('valid', 'full.yaml')
    .replace('name: Blue_1', `name: ${'b'.repeat(100)}`)
    .replace('batch-1:', `batch-${'1'.repeat(30)}:`);
  expect(() => clusterStack(text)).toThrow(
    `which has 137 characters. Allowed: up to 128 characters. Shorten cluster.name, or the name of what is made of it.`,
  );
});

test('a group of chosen zones is in their subnets alone', () => {
  const text = fixture('valid', 'minimal.yaml').replace(
    'cluster:\n',
    'cluster:\n  nodeGroups: { b: { zones: [eu-west-2b] } }\n',
  );
  const group = allOf(clusterStack(text), 'aws_eks_node_group').find(({ node_group_name }) =>
    String(node_group_name).startsWith('b-'),
  )!;
  expect(group.subnet_ids).toEqual([expect.stringMatching(/element\(.*private_subnet_ids.*, 1\)/)]);
});
