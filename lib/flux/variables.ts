import { dnsSuffixOf, type AwsSettings } from '../aws/settings';
import type { ClusterSettings } from '../cluster/settings';
import type { FluxSettings } from './settings/settings';
import { syncVariables } from './sync-variables';
import type { FactName, LateName } from './variable-names';

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

/** What of a fleet Flux is told. */
export interface FluxFleet {
  readonly environment: string;
  readonly aws: Pick<AwsSettings, 'account' | 'region'>;
  readonly cluster: Pick<ClusterSettings, 'name'>;
  readonly flux: FluxSettings;
}

/** What is known of a fleet before anything is deployed. */
export function knownVariables({ aws, cluster, environment, flux }: FluxFleet): KnownVariables {
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
