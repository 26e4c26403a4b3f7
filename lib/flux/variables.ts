import { syncVariables } from './sync-variables';
import { dnsSuffixOf } from '../aws/settings';
import type { FleetConfig } from '../fleet/schema';

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

/** Every variable but the late ones, with its value: for the manifests of Flux, and for what Flux reconciles. */
export type KnownVariables = Readonly<Record<Exclude<FactName, LateName>, string>> &
  Readonly<Record<string, string>>;

/**
 * How often kustomize- and helm-controller look again at what an object depends on. Shorter than the operator's own choice
 * (10s, 5s, 5s), so that chains of dependencies take seconds; docs/flux.md says what that costs the API server.
 */
const requeueDependency = { small: '2s', medium: '2s', large: '5s' } as const;

/**
 * How many HelmReleases the helm-controller works on at once. More than the operator's own choice for a small cluster (5,
 * 10, 20): Helm looks every two seconds whether a release is ready, so a worker waits more than it works.
 */
const helmConcurrency = { small: '10', medium: '10', large: '20' } as const;

/** What is known of a fleet before anything is deployed. */
export function knownVariables({ aws, cluster, environment, flux }: FleetConfig): KnownVariables {
  return {
    ...flux.variables,
    CLUSTER_NAME: cluster.name,
    AWS_REGION: aws.region,
    AWS_ACCOUNT_ID: aws.account,
    ENVIRONMENT: environment,
    ECR_REGISTRY: `${aws.account}.dkr.ecr.${aws.region}.${dnsSuffixOf(aws.region)}`,
    FLUX_CHARTS: flux.charts,
    // The type of a HelmRepository: https://fluxcd.io/flux/components/source/helmrepositories/#type
    FLUX_CHARTS_TYPE: flux.charts.startsWith('oci:') ? 'oci' : 'default',
    FLUX_CLUSTER_SIZE: flux.clusterSize,
    FLUX_HELM_CONCURRENCY: helmConcurrency[flux.clusterSize],
    FLUX_REQUEUE_DEPENDENCY: requeueDependency[flux.clusterSize],
    ...syncVariables(flux),
  };
}
