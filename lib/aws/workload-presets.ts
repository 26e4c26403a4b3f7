import type { ClusterRef } from './cluster-ref';
import { loadBalancerControllerStatements } from './load-balancer-controller-policy';
import type { PolicyStatement } from './policy-document';

/** What a well-known program in a cluster may do in AWS, as its project publishes it. */
export interface WorkloadPreset {
  /** Names of AWS managed policies, with their path below `policy/`. @default none */
  readonly managedPolicies?: readonly string[];
  /** @param resources what the fleet file limits it to. @default none */
  readonly statements?: (cluster: ClusterRef, resources: readonly string[]) => readonly PolicyStatement[];
  /** What the fleet file can limit it to. @default nothing */
  readonly limits?: PresetLimits;
}

export interface PresetLimits {
  /** The ARNs that it takes. */
  readonly form: RegExp;
  /** The same for people, completes "Allowed: ". */
  readonly allowed: string;
  /** Whether the fleet file must name some. */
  readonly isRequired: boolean;
}

const hostedZones: PresetLimits = {
  form: /^arn:[a-z-]+:route53:::hostedzone\/[A-Z0-9]+$/,
  allowed: 'ARNs of hosted zones, for example arn:aws:route53:::hostedzone/Z0123456789ABCDEFGHIJ',
  isRequired: false,
};

const secrets: PresetLimits = {
  form: /^arn:[a-z-]+:(secretsmanager:[a-z0-9-]+:\d{12}:secret:|ssm:[a-z0-9-]+:\d{12}:parameter\/).+$/,
  allowed:
    'ARNs of secrets or parameters, * allowed, for example arn:aws:secretsmanager:eu-west-2:111122223333:secret:dev/*',
  isRequired: true,
};

const buckets: PresetLimits = {
  form: /^arn:[a-z-]+:s3:::[a-z0-9.-]{3,63}$/,
  allowed: 'ARNs of S3 buckets, for example arn:aws:s3:::example-backups',
  isRequired: true,
};

/** The presets, under the names that they have in a fleet file. */
export const workloadPresets = {
  'aws-load-balancer-controller': { statements: loadBalancerControllerStatements },
  'external-dns': { statements: externalDnsStatements, limits: hostedZones },
  'cert-manager': { statements: certManagerStatements, limits: hostedZones },
  'external-secrets': { statements: externalSecretsStatements, limits: secrets },
  'cluster-autoscaler': { statements: clusterAutoscalerStatements },
  // https://docs.aws.amazon.com/eks/latest/userguide/efs-csi.html
  'efs-csi-driver': { managedPolicies: ['service-role/AmazonEFSCSIDriverPolicy'] },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/install-CloudWatch-Observability-EKS-addon.html
  'cloudwatch-agent': { managedPolicies: ['CloudWatchAgentServerPolicy', 'AWSXrayWriteOnlyAccess'] },
  velero: { statements: veleroStatements, limits: buckets },
} as const satisfies Readonly<Record<string, WorkloadPreset>>;

export type PresetName = keyof typeof workloadPresets;

/** The presets, typed as what they have in common. */
export const presetNamed = (name: PresetName): WorkloadPreset => workloadPresets[name];

function zonesOf({ partition }: ClusterRef, resources: readonly string[]): readonly string[] {
  return resources.length > 0 ? resources : [`arn:${partition}:route53:::hostedzone/*`];
}

/** https://github.com/kubernetes-sigs/external-dns/blob/master/docs/tutorials/aws.md#iam-policy */
function externalDnsStatements(
  cluster: ClusterRef,
  resources: readonly string[],
): readonly PolicyStatement[] {
  return [
    {
      actions: [
        'route53:ChangeResourceRecordSets',
        'route53:ListResourceRecordSets',
        'route53:ListTagsForResources',
      ],
      resources: zonesOf(cluster, resources),
    },
    { actions: ['route53:ListHostedZones'], anyResourceBecause: 'The list takes no name' },
  ];
}

/**
 * https://cert-manager.io/docs/configuration/acme/dns01/route53/#set-up-an-iam-policy. A request to list has no types of records, so that
 * the condition, which upstream writes for both, always lets it pass.
 */
function certManagerStatements(
  cluster: ClusterRef,
  resources: readonly string[],
): readonly PolicyStatement[] {
  const zones = zonesOf(cluster, resources);
  return [
    { actions: ['route53:GetChange'], resources: [`arn:${cluster.partition}:route53:::change/*`] },
    {
      actions: ['route53:ChangeResourceRecordSets'],
      resources: zones,
      conditions: {
        'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': ['TXT'] },
      },
    },
    { actions: ['route53:ListResourceRecordSets'], resources: zones },
    { actions: ['route53:ListHostedZonesByName'], anyResourceBecause: 'The list takes no name' },
  ];
}

/**
 * https://external-secrets.io/latest/provider/aws-secrets-manager/#iam-policy,
 * https://external-secrets.io/latest/provider/aws-parameter-store/#iam-policy
 */
function externalSecretsStatements(_: ClusterRef, resources: readonly string[]): readonly PolicyStatement[] {
  const parameters = resources.filter((arn) => arn.split(':')[2] === 'ssm');
  const named = resources.filter((arn) => !parameters.includes(arn));
  return [
    ...(named.length > 0 ? secretStatements(named) : []),
    ...(parameters.length > 0
      ? [
          {
            actions: ['', 's', 'sByPath', 'History'].map((rest) => `ssm:GetParameter${rest}`),
            resources: parameters,
          },
        ]
      : []),
  ];
}

function secretStatements(resources: readonly string[]): readonly PolicyStatement[] {
  return [
    {
      actions: ['secretsmanager:ListSecrets', 'secretsmanager:BatchGetSecretValue'],
      anyResourceBecause: 'The lists take no name; what may be read of them the other statement says',
    },
    {
      actions: [
        'secretsmanager:GetResourcePolicy',
        'secretsmanager:GetSecretValue',
        'secretsmanager:DescribeSecret',
        'secretsmanager:ListSecretVersionIds',
      ],
      resources,
    },
  ];
}

/**
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy, with its advice
 * taken: only groups of this cluster are changed. EKS gives them the tag.
 */
function clusterAutoscalerStatements({ namePrefix }: ClusterRef): readonly PolicyStatement[] {
  return [
    {
      actions: [
        'autoscaling:DescribeAutoScalingGroups',
        'autoscaling:DescribeAutoScalingInstances',
        'autoscaling:DescribeLaunchConfigurations',
        'autoscaling:DescribeScalingActivities',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeLaunchTemplateVersions',
        'ec2:GetInstanceTypesFromInstanceRequirements',
        'eks:DescribeNodegroup',
      ],
      anyResourceBecause: 'Actions that describe know no resources, and node groups come and go',
    },
    {
      actions: ['autoscaling:SetDesiredCapacity', 'autoscaling:TerminateInstanceInAutoScalingGroup'],
      anyResourceBecause: 'EKS names the Auto Scaling groups; the condition says whose they are',
      conditions: {
        StringEquals: { [`aws:ResourceTag/k8s.io/cluster-autoscaler/${namePrefix}`]: 'owned' },
      },
    },
  ];
}

/** https://github.com/vmware-tanzu/velero-plugin-for-aws#set-permissions-for-velero */
function veleroStatements(_: ClusterRef, resources: readonly string[]): readonly PolicyStatement[] {
  return [
    {
      actions: [
        'ec2:DescribeVolumes',
        'ec2:DescribeSnapshots',
        'ec2:CreateTags',
        'ec2:CreateVolume',
        'ec2:CreateSnapshot',
        'ec2:DeleteSnapshot',
      ],
      anyResourceBecause: 'Volumes and snapshots come and go',
    },
    {
      actions: [
        's3:GetObject',
        's3:DeleteObject',
        's3:PutObject',
        's3:PutObjectTagging',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      resources: resources.map((arn) => `${arn}/*`),
    },
    { actions: ['s3:ListBucket'], resources },
  ];
}
