import type { V1ClusterRole, V1ClusterRoleBinding, V1RoleBinding } from '@kubernetes/client-node';
import {
  ensurePolicyGroups,
  matchingNamespaces,
  type AssociatedPolicy,
  type PolicyCluster,
} from '../../../sandbox/src/kubernetes/access-policies.js';

const arn = (name: string): string => `arn:aws:eks::aws:cluster-access-policy/${name}`;

class RecordingCluster implements PolicyCluster {
  readonly made: (V1ClusterRole | V1ClusterRoleBinding | V1RoleBinding)[] = [];
  namespaces = (): Promise<string[]> => Promise.resolve(['dev-a', 'dev-b', 'prod']);
  ensureClusterRole = (role: V1ClusterRole): Promise<void> => this.record(role);
  ensureClusterRoleBinding = (binding: V1ClusterRoleBinding): Promise<void> => this.record(binding);
  ensureRoleBinding = (binding: V1RoleBinding): Promise<void> => this.record(binding);

  private record(made: V1ClusterRole | V1ClusterRoleBinding | V1RoleBinding): Promise<void> {
    this.made.push(made);
    return Promise.resolve();
  }
}

const clusterAdmin: AssociatedPolicy = {
  policyArn: arn('AmazonEKSClusterAdminPolicy'),
  scope: 'cluster',
  namespaces: [],
};
const edit: AssociatedPolicy = {
  policyArn: arn('AmazonEKSEditPolicy'),
  scope: 'namespace',
  namespaces: ['dev-*'],
};

test('a policy for the cluster gives its group', async () => {
  expect(await ensurePolicyGroups(new RecordingCluster(), [clusterAdmin])).toEqual([
    'eks-access-policy:AmazonEKSClusterAdminPolicy',
  ]);
});

test("a policy's group is bound to the role of its meaning", async () => {
  const cluster = new RecordingCluster();
  await ensurePolicyGroups(cluster, [clusterAdmin]);
  expect(cluster.made).toMatchObject([
    {
      subjects: [{ kind: 'Group', name: 'eks-access-policy:AmazonEKSClusterAdminPolicy' }],
      roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
    },
  ]);
});

test('a policy for namespaces gives a group for each one that is there', async () => {
  expect(await ensurePolicyGroups(new RecordingCluster(), [edit])).toEqual([
    'eks-access-policy:AmazonEKSEditPolicy:dev-a',
    'eks-access-policy:AmazonEKSEditPolicy:dev-b',
  ]);
});

test('a policy for namespaces is bound in these alone', async () => {
  const cluster = new RecordingCluster();
  await ensurePolicyGroups(cluster, [edit]);
  expect(cluster.made.map((binding) => binding.metadata?.namespace)).toEqual(['dev-a', 'dev-b']);
});

test('reading everything is a role that Kubernetes lacks, so it is made', async () => {
  const cluster = new RecordingCluster();
  await ensurePolicyGroups(cluster, [{ ...clusterAdmin, policyArn: arn('AmazonEKSAdminViewPolicy') }]);
  expect(cluster.made[0]).toHaveProperty('rules');
});

test('an unknown policy grants nothing', async () => {
  const cluster = new RecordingCluster();
  await ensurePolicyGroups(cluster, [{ ...clusterAdmin, policyArn: arn('AmazonEKSOtherPolicy') }]);
  expect(cluster.made).toEqual([]);
});

test.each([
  [['a'], ['a']],
  [['a*'], ['a', 'ab']],
  [['*b'], ['ab', 'b']],
  [['.*'], []],
])('the patterns %j name %j', (patterns, namespaces) => {
  expect(matchingNamespaces(patterns, ['a', 'ab', 'b'])).toEqual(namespaces);
});
