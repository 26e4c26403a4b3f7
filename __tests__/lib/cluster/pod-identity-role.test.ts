import { PodIdentityRole } from '../../../lib/cluster/pod-identity-role';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { only } from '../../support/synth';

const stack = synthConstructs((scope) => {
  new PodIdentityRole(scope, 'reports', {
    cluster: blueCluster,
    namespace: 'reports',
    serviceAccount: 'writer',
    statements: [{ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::reports/*'] }],
  });
});

test('only the service account itself can take the role', () => {
  expect(JSON.parse(String(only(stack, 'aws_iam_role').assume_role_policy))).toMatchObject({
    Statement: [
      {
        Principal: { Service: 'pods.eks.amazonaws.com' },
        Condition: {
          StringEquals: {
            'aws:RequestTag/eks-cluster-arn': 'arn:aws:eks:eu-west-2:111122223333:cluster/blue',
            'aws:RequestTag/kubernetes-namespace': 'reports',
            'aws:RequestTag/kubernetes-service-account': 'writer',
          },
        },
      },
    ],
  });
});

test('the role allows what is stated', () => {
  expect(JSON.parse(String(only(stack, 'aws_iam_role_policy').policy))).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: ['arn:aws:s3:::reports/*'] }],
  });
});

test('the service account is associated with it when it has its permissions', () => {
  const [policy] = Object.keys(stack.resource.aws_iam_role_policy!);
  expect(only(stack, 'aws_eks_pod_identity_association')).toMatchObject({
    namespace: 'reports',
    service_account: 'writer',
    depends_on: [`aws_iam_role_policy.${policy}`],
  });
});
