import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { Karpenter } from '../../../../lib/cluster/karpenter/karpenter';
import { blueCluster } from '../../../support/cluster-ref';
import { synthConstructs } from '../../../support/construct';
import { allOf, only, type StackJson } from '../../../support/synth';

function karpenter(cluster = blueCluster): StackJson {
  return synthConstructs((scope) => {
    const eksCluster = new EksCluster(scope, 'cluster', {
      name: 'blue',
      roleArn: 'arn:aws:iam::111122223333:role/blue-cluster',
      vpcConfig: { subnetIds: [] },
    });
    new Karpenter(scope, 'karpenter', {
      cluster,
      eksCluster,
      namespace: 'kube-system',
    });
  });
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

function statements(document: unknown): Statement[] {
  return (JSON.parse(String(document)) as { Statement: Statement[] }).Statement;
}

const stack = karpenter();
const controller = statements(only(stack, 'aws_iam_role_policy').policy);

function allowing(action: string): Statement[] {
  return controller.filter(({ Action }) => Action.includes(action));
}

test('only instances of the cluster can be ended', () => {
  expect(allowing('ec2:TerminateInstances').map(({ Condition }) => Condition)).toEqual([
    {
      StringEquals: { 'aws:ResourceTag/kubernetes.io/cluster/blue': 'owned' },
      StringLike: { 'aws:ResourceTag/karpenter.sh/nodepool': '*' },
    },
  ]);
});

test('what is made carries the tag of the cluster', () => {
  expect(allowing('ec2:CreateLaunchTemplate')[0]!.Condition!.StringEquals).toEqual({
    'aws:RequestTag/kubernetes.io/cluster/blue': 'owned',
    'aws:RequestTag/eks:eks-cluster-name': 'blue',
  });
});

test('tags can be given with what is made, and to instances of the cluster', () => {
  const conditions = allowing('ec2:CreateTags').map(({ Condition }) => Object.keys(Condition!.StringEquals!));
  expect(conditions).toEqual([
    ['aws:RequestTag/kubernetes.io/cluster/blue', 'aws:RequestTag/eks:eks-cluster-name', 'ec2:CreateAction'],
    ['aws:ResourceTag/kubernetes.io/cluster/blue'],
  ]);
});

test('one role can be handed on', () => {
  const [role] = Object.entries(stack.resource.aws_iam_role!).find(
    ([, { name }]) => name === 'blue-karpenter-node',
  )!;
  expect(allowing('iam:PassRole').map(({ Resource }) => Resource)).toEqual([
    [`\${aws_iam_role.${role}.arn}`],
  ]);
});

test('every resource is named, save where an action knows none', () => {
  const anywhere = controller.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
  const withoutResources =
    /^ec2:Describe|^pricing:GetProducts$|^iam:List|^arc-zonal-shift:GetManagedResource$/;
  expect(anywhere.filter((action) => !withoutResources.test(action))).toEqual([]);
});

test('a role policy is not longer than IAM takes', () => {
  expect(String(only(stack, 'aws_iam_role_policy').policy).length).toBeLessThan(10_240);
});

test('nodes join by an access entry of their role', () => {
  expect(only(stack, 'aws_eks_access_entry').type).toBe('EC2_LINUX');
});

test("nodes get the cluster's security group, found by its tag", () => {
  expect(only(stack, 'aws_ec2_tag')).toMatchObject({ key: 'karpenter.sh/discovery', value: 'blue' });
});

test('the queue is encrypted', () => {
  expect(only(stack, 'aws_sqs_queue').sqs_managed_sse_enabled).toBe(true);
});

describe("the queue's policy", () => {
  const [rules, tls] = statements(only(stack, 'aws_sqs_queue_policy').policy);

  test('lets the rules of the cluster send, and nobody else', () => {
    const arns = Object.keys(stack.resource.aws_cloudwatch_event_rule!).map(
      (id) => `\${aws_cloudwatch_event_rule.${id}.arn}`,
    );
    const allowed = rules!.Condition!.ArnEquals!['aws:SourceArn'] as string[];
    expect([...allowed].sort()).toEqual(arns.sort());
  });

  test('refuses connections without TLS, whatever they ask for', () => {
    expect(tls).toMatchObject({
      Effect: 'Deny',
      Action: 'sqs:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });
});

test('every kind of interruption goes to the queue', () => {
  const types = allOf(stack, 'aws_cloudwatch_event_rule').flatMap(
    ({ event_pattern }) => (JSON.parse(String(event_pattern)) as Record<string, string[]>)['detail-type'],
  );
  expect(types.sort()).toEqual([
    'AWS Health Event',
    'EC2 Capacity Reservation Instance Interruption Warning',
    'EC2 Instance Rebalance Recommendation',
    'EC2 Instance State-change Notification',
    'EC2 Spot Instance Interruption Warning',
  ]);
});

test('ARNs are of the partition of the region', () => {
  expect(
    JSON.stringify(
      karpenter({ ...blueCluster, region: 'cn-north-1', partition: 'aws-cn' }).resource.aws_iam_role_policy,
    ),
  ).not.toContain('arn:aws:');
});
