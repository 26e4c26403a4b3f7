import { MoreAddons } from '../../../lib/cluster/more-addons';
import { fixture, parseDev } from '../fleet/fixtures';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { only } from '../../support/synth';

const text = fixture('valid', 'minimal.yaml').replace(
  'cluster:\n',
  `cluster:
  addons:
    more:
      amazon-cloudwatch-observability:
        version: v4.4.0-eksbuild.1
        settings: { containerLogs: { enabled: false } }
        namespace: amazon-cloudwatch
        serviceAccount: cloudwatch-agent
        policies: [arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy]
`,
);
const stack = synthConstructs((scope) => {
  const addons = parseDev(text).cluster.addons.more;
  new MoreAddons(scope, 'more-addons', { cluster: blueCluster, addons, kubernetesVersion: '1.35' });
});

test('an add-on has the version and the settings of the fleet file', () => {
  expect(only(stack, 'aws_eks_addon')).toMatchObject({
    addon_name: 'amazon-cloudwatch-observability',
    addon_version: 'v4.4.0-eksbuild.1',
    configuration_values: '{"containerLogs":{"enabled":false}}',
  });
});

test('the role of an add-on is for its service account in the namespace of the fleet file', () => {
  expect(JSON.parse(String(only(stack, 'aws_iam_role').assume_role_policy))).toMatchObject({
    Statement: [
      {
        Condition: {
          StringEquals: {
            'aws:RequestTag/kubernetes-namespace': 'amazon-cloudwatch',
            'aws:RequestTag/kubernetes-service-account': 'cloudwatch-agent',
          },
        },
      },
    ],
  });
});

test('the role of an add-on has the policies of the fleet file', () => {
  expect(only(stack, 'aws_iam_role_policy_attachment').policy_arn).toBe(
    'arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy',
  );
});
