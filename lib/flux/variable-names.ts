/**
 * The variables that every fleet has, besides its own `flux.variables`: facts of the infrastructure, and what the fleet
 * file decides about Flux.
 */
export const factNames = [
  'VPC_ID',
  'CLUSTER_NAME',
  'AWS_REGION',
  'AWS_ACCOUNT_ID',
  'ENVIRONMENT',
  'ECR_REGISTRY',
  'FLUX_CHARTS',
  'FLUX_CHARTS_TYPE',
  'FLUX_CLUSTER_SIZE',
  'FLUX_HELM_CONCURRENCY',
  'FLUX_REQUEUE_DEPENDENCY',
  'SYNC_KIND',
  'SYNC_URL',
  'SYNC_REF',
  'SYNC_PATH',
  'SYNC_INTERVAL',
  'SYNC_PROVIDER',
  'SYNC_PULL_SECRET',
] as const;

export type FactName = (typeof factNames)[number];

/** The variables whose values Terraform knows only when it applies. */
export const lateNames = ['VPC_ID'] as const satisfies readonly FactName[];

export type LateName = (typeof lateNames)[number];

/** The variables of a fleet with Karpenter, for what Flux reconciles. */
export const karpenterNames = ['KARPENTER_QUEUE', 'KARPENTER_INSTANCE_PROFILE'] as const;

export type KarpenterName = (typeof karpenterNames)[number];
