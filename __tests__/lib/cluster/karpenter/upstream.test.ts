import { controllerStatements } from '../../../../lib/cluster/karpenter/controller-statements';
import { policyDocument } from '../../../../lib/aws/policy-document';
import { blueCluster } from '../../../support/cluster-ref';
import { permissions, type Condition } from '../../../support/permissions';
import upstream from './upstream-controller-policy.json';

const account = `arn:aws:iam::${blueCluster.accountId}`;
const scope = {
  cluster: blueCluster,
  clusterArn: `arn:aws:eks:${blueCluster.region}:${blueCluster.accountId}:cluster/blue`,
  queueArn: 'the queue',
  nodeRoleArn: 'the role of the nodes',
  instanceProfileArn: `${account}:instance-profile/blue-karpenter-node`,
};

const places: Readonly<Record<string, string>> = {
  '${AWS::Partition}': blueCluster.partition,
  '${AWS::Region}': blueCluster.region,
  '${AWS::AccountId}': blueCluster.accountId,
  '${ClusterName}': 'blue',
  '${KarpenterInterruptionQueue.Arn}': scope.queueArn,
  '${KarpenterNodeRole.Arn}': scope.nodeRoleArn,
};

/** What the template that Karpenter publishes allows, in this cluster. */
const published = (
  JSON.parse(
    Object.entries(places).reduce(
      (text, [placeholder, value]) => text.replaceAll(placeholder, value),
      JSON.stringify(upstream.statements),
    ),
  ) as { actions: string[]; resources: string[]; condition?: Condition }[]
).flatMap(({ actions, resources, condition }) => permissions(actions, resources, condition));

const ours = (
  JSON.parse(policyDocument(controllerStatements(scope))) as {
    Statement: { Action: string[]; Resource: string | string[]; Condition?: Condition }[];
  }
).Statement.flatMap(({ Action, Resource, Condition: condition }) =>
  permissions(Action, [Resource].flat(), condition),
);

const actionOf = (permission: string): string => permission.split(' | ')[0]!;

test('Karpenter may do what its own template allows, but for the instance profiles that Terraform makes', () => {
  expect(published.filter((permission) => !ours.includes(permission)).map(actionOf)).toEqual([
    'iam:CreateInstanceProfile',
    'iam:TagInstanceProfile',
    'iam:AddRoleToInstanceProfile',
    'iam:RemoveRoleFromInstanceProfile',
    'iam:DeleteInstanceProfile',
    'iam:GetInstanceProfile',
  ]);
});

test('Karpenter may do nothing else, and read one instance profile', () => {
  expect(ours.filter((permission) => !published.includes(permission))).toEqual([
    `iam:GetInstanceProfile | ${scope.instanceProfileArn}`,
  ]);
});
