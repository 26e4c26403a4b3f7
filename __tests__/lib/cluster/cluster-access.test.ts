import { ClusterAccess } from '../../../lib/cluster/cluster-access';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { allOf, only } from '../../support/synth';

const stack = synthConstructs((scope) => {
  new ClusterAccess(scope, 'auditors', {
    cluster: blueCluster,
    principalArn: 'arn:aws:iam::111122223333:role/auditors',
    policies: [
      { policy: 'view', namespaces: [] },
      { policy: 'edit', namespaces: ['audit'] },
    ],
    kubernetesGroups: ['auditors'],
  });
});

test('each policy of a principal has its own scope', () => {
  const scopes = allOf(stack, 'aws_eks_access_policy_association').map(({ policy_arn, access_scope }) => [
    String(policy_arn).split('/').at(-1),
    access_scope,
  ]);
  expect(Object.fromEntries(scopes)).toEqual({
    AmazonEKSViewPolicy: { type: 'cluster' },
    AmazonEKSEditPolicy: { type: 'namespace', namespaces: ['audit'] },
  });
});

test('a principal is in the groups that role bindings name', () => {
  expect(only(stack, 'aws_eks_access_entry').kubernetes_groups).toEqual(['auditors']);
});
