import { parse } from 'yaml';
import { fixture } from '../lib/fleet/fixtures';
import { allOf, only } from '../support/synth';
import { synthStacks } from '../support/synth-stacks';
import { filesWith, load } from '../support/written-files';

const minimal = parse(fixture('valid', 'minimal.yaml')) as Record<string, object>;
const { fleet, manifests } = load(
  filesWith({
    ...minimal,
    cluster: { ...minimal.cluster, compute: 'auto', addons: { snapshotController: true } },
  }),
);
const { cluster, 'flux-operator': operator } = synthStacks(fleet, manifests);

function policiesOf(role: string): string[] {
  const [id] = Object.entries(cluster.resource.aws_iam_role!).find(([, { name }]) => name === role)!;
  return allOf(cluster, 'aws_iam_role_policy_attachment')
    .filter((attachment) => String(attachment.role).includes(id))
    .map(({ policy_arn }) => String(policy_arn).split('/').at(-1)!)
    .sort();
}

test('EKS is given nodes, volumes and load balancers together', () => {
  expect(only(cluster, 'aws_eks_cluster')).toMatchObject({
    compute_config: { enabled: true, node_pools: ['general-purpose', 'system'] },
    storage_config: { block_storage: { enabled: true } },
    kubernetes_network_config: { elastic_load_balancing: { enabled: true } },
  });
});

test('the nodes are in the private subnets, which have a way out', () => {
  const { subnet_ids } = only(cluster, 'aws_eks_cluster').vpc_config as { subnet_ids: string };
  expect(String(subnet_ids)).toContain('private_subnet_ids');
});

test('the role of the cluster has what AWS asks for', () => {
  expect(policiesOf('infra-fleet-dev-cluster')).toEqual([
    'AmazonEKSBlockStoragePolicy',
    'AmazonEKSClusterPolicy',
    'AmazonEKSComputePolicy',
    'AmazonEKSLoadBalancingPolicy',
    'AmazonEKSNetworkingPolicy',
  ]);
});

test('the cluster may tag its sessions', () => {
  const { assume_role_policy } = allOf(cluster, 'aws_iam_role').find(
    ({ name }) => name === 'infra-fleet-dev-cluster',
  )!;
  expect(assume_role_policy).toContain('["sts:AssumeRole","sts:TagSession"]');
});

test('the role of the nodes has what AWS asks for', () => {
  expect(policiesOf('infra-fleet-dev-auto-node')).toEqual([
    'AmazonEC2ContainerRegistryPullOnly',
    'AmazonEKSWorkerNodeMinimalPolicy',
  ]);
});

test('there are no node groups', () => {
  expect(allOf(cluster, 'aws_eks_node_group')).toEqual([]);
});

test('only add-ons that EKS has not built in are there', () => {
  expect(allOf(cluster, 'aws_eks_addon').map(({ addon_name }) => addon_name)).toEqual([
    'snapshot-controller',
  ]);
});

test('volumes that name no class come from EKS', () => {
  expect(only(operator, 'kubernetes_storage_class_v1').storage_provisioner).toBe('ebs.csi.eks.amazonaws.com');
});
