import { PodIdentities } from '../../../lib/cluster/pod-identities';
import { fixture, parseDev } from '../fleet/fixtures';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { allOf, only, type StackJson } from '../../support/synth';

/** What the roles of a fleet file become. */
function stackOf(podIdentities: string): StackJson {
  const text = fixture('valid', 'minimal.yaml').replace(
    'cluster:\n',
    `cluster:\n  podIdentities: ${podIdentities}\n`,
  );
  return synthConstructs((scope) => {
    const identities = parseDev(text).cluster.podIdentities;
    new PodIdentities(scope, 'pod-identities', { cluster: blueCluster, identities });
  });
}

test('a role has the name that the fleet file gives it', () => {
  const stack = stackOf('{ dns: { namespace: a, serviceAccount: b, preset: external-dns } }');
  expect(only(stack, 'aws_iam_role').name).toBe('blue-pod-identity-dns');
});

test('a preset can be a policy that AWS manages', () => {
  const stack = stackOf('{ files: { namespace: a, serviceAccount: b, preset: efs-csi-driver } }');
  expect(only(stack, 'aws_iam_role_policy_attachment').policy_arn).toBe(
    'arn:aws:iam::aws:policy/service-role/AmazonEFSCSIDriverPolicy',
  );
});

test('policies of the account are attached, each once', () => {
  const stack = stackOf(
    '{ agent: { namespace: a, serviceAccount: b, preset: cloudwatch-agent, ' +
      'policies: [arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess, arn:aws:iam::111122223333:policy/a/b] } }',
  );
  expect(allOf(stack, 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn)).toEqual([
    'arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess',
    'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy',
    'arn:aws:iam::111122223333:policy/a/b',
  ]);
});

test('statements of the fleet file come after those of the preset', () => {
  const stack = stackOf(
    '{ secrets: { namespace: a, serviceAccount: b, preset: external-secrets, ' +
      "resources: ['arn:aws:ssm:eu-west-2:111122223333:parameter/dev/*'], statements: [" +
      '{ actions: [kms:Decrypt], resources: [arn:aws:kms:eu-west-2:111122223333:key/1], ' +
      'conditions: { StringLike: { kms:ViaService: ssm.*.amazonaws.com } } }, ' +
      '{ actions: [ssm:DescribeParameters], anyResourceBecause: the list takes no name }] } }',
  );
  const { Statement } = JSON.parse(String(only(stack, 'aws_iam_role_policy').policy)) as {
    Statement: unknown[];
  };
  expect(Statement.slice(1)).toEqual([
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: ['arn:aws:kms:eu-west-2:111122223333:key/1'],
      Condition: { StringLike: { 'kms:ViaService': 'ssm.*.amazonaws.com' } },
    },
    { Effect: 'Allow', Action: ['ssm:DescribeParameters'], Resource: '*' },
  ]);
});
