import { policyDocument } from '../../../lib/aws/policy-document';
import { presetNamed, type PresetName } from '../../../lib/aws/workload-presets';
import { blueCluster } from '../../support/cluster-ref';
import { permissions, type Condition } from '../../support/permissions';
import loadBalancerController from './upstream-load-balancer-controller-policy.json';
import upstream from './upstream-workload-policies.json';

interface Recorded {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: Condition;
}

/** The resources that upstream's examples name. */
const resources: Partial<Record<PresetName, readonly string[]>> = {
  'external-secrets': [
    'arn:aws:secretsmanager:us-west-2:111122223333:secret:dev-*',
    'arn:aws:ssm:us-east-2:1234567889911:parameter/dev-*',
  ],
  velero: ['arn:aws:s3:::${BUCKET}'],
};

/** Upstream's wildcards, in actions as they are now. */
const inFull: Readonly<Record<string, readonly string[]>> = {
  'ssm:GetParameter*': [
    'ssm:GetParameter',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:GetParametersByPath',
  ],
};

const recorded = { ...upstream, 'aws-load-balancer-controller': loadBalancerController };

function published(name: keyof typeof recorded): readonly string[] {
  return (recorded[name].statements as readonly Recorded[])
    .flatMap(({ actions, resources, condition }) =>
      permissions(
        actions.flatMap((action) => inFull[action] ?? action),
        resources,
        condition,
      ),
    )
    .sort();
}

function ours(name: PresetName): readonly string[] {
  const text = policyDocument(presetNamed(name).statements!(blueCluster, resources[name] ?? []));
  return (
    JSON.parse(text) as {
      Statement: { Action: string[]; Resource: string | string[]; Condition?: Condition }[];
    }
  ).Statement.flatMap(({ Action, Resource, Condition: condition }) =>
    permissions(Action, [Resource].flat(), condition),
  ).sort();
}

test.each(['aws-load-balancer-controller', 'external-dns', 'external-secrets', 'velero'] as const)(
  'the preset %s allows exactly what its project publishes',
  (name) => {
    expect(ours(name)).toEqual(published(name));
  },
);

test('the preset cert-manager differs in a condition alone that never holds a request to list back', () => {
  const types = ' | ForAllValues:StringEquals [["route53:ChangeResourceRecordSetsRecordTypes",["TXT"]]]';
  const list = 'route53:ListResourceRecordSets | arn:aws:route53:::hostedzone/*';
  expect(ours('cert-manager')).toEqual(
    published('cert-manager').map((permission) => (permission === list + types ? list : permission)),
  );
});

test('the preset cluster-autoscaler changes groups of this cluster alone, as its project advises', () => {
  const owned = ' | StringEquals [["aws:ResourceTag/k8s.io/cluster-autoscaler/blue","owned"]]';
  const changes = /^autoscaling:(SetDesiredCapacity|TerminateInstanceInAutoScalingGroup) /;
  expect(ours('cluster-autoscaler')).toEqual(
    published('cluster-autoscaler').map((permission) =>
      changes.test(permission) ? permission + owned : permission,
    ),
  );
});

test('a preset for DNS can be limited to some hosted zones', () => {
  const zone = 'arn:aws:route53:::hostedzone/Z0123456789ABC';
  expect(JSON.stringify(presetNamed('external-dns').statements!(blueCluster, [zone]))).not.toContain(
    'hostedzone/*',
  );
});
