import { ecrRepository } from '../aws/ecr-repository';
import type { AwsSettings } from '../aws/settings';
import { dnsSuffixOf } from '../aws/partitions';
import type { ClusterSettings } from '../cluster/settings';
import { fluxNamespace } from './namespace';
import type { FluxSettings } from './settings/settings';
import { gitProvider, syncProvider, syncPullSecret, syncUrl } from './sync-variables';
import { karpenterNames, lateNames, type LateName } from './variable-names';

/** The part of a fleet that Flux gets to know. */
export interface FluxFleet {
  readonly environment: string;
  readonly aws: Pick<AwsSettings, 'account' | 'region'>;
  readonly cluster: Pick<ClusterSettings, 'name' | 'kubernetesVersion'>;
  readonly flux: FluxSettings;
}

interface Fact {
  readonly value: (fleet: FluxFleet) => string;
  /** Where the FluxInstance must have the variable, since the fleet file decides: a key of its spec, dotted. @default anywhere */
  readonly decides?: string;
}

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

/** The variables that every fleet has besides its own: facts of the infrastructure, and what the section `flux` says. */
const facts = {
  CLUSTER_NAME: { value: ({ cluster }) => cluster.name },
  AWS_REGION: { value: ({ aws }) => aws.region },
  AWS_ACCOUNT_ID: { value: ({ aws }) => aws.account },
  ENVIRONMENT: { value: ({ environment }) => environment },
  ECR_REGISTRY: {
    value: ({ aws }) => `${aws.account}.dkr.ecr.${aws.region}.${dnsSuffixOf(aws.region)}`,
  },
  FLUX_CHARTS: { value: ({ flux }) => flux.charts },
  // How Flux logs in to the registry: https://fluxcd.io/flux/components/source/ocirepositories/#provider
  FLUX_CHARTS_PROVIDER: {
    value: ({ flux }) => (ecrRepository(flux.charts)?.registry === 'private' ? 'aws' : 'generic'),
  },
  FLUX_CLUSTER_SIZE: { value: ({ flux }) => flux.clusterSize, decides: 'cluster.size' },
  FLUX_HELM_CONCURRENCY: { value: ({ flux }) => helmConcurrency[flux.clusterSize] },
  FLUX_REQUEUE_DEPENDENCY: { value: ({ flux }) => requeueDependency[flux.clusterSize] },
  // https://fluxoperator.dev/docs/crd/fluxinstance/#sync-configuration
  SYNC_KIND: {
    value: ({ flux: { sync } }) => (sync.kind === 'git' ? 'GitRepository' : 'OCIRepository'),
    decides: 'sync.kind',
  },
  // The operator names the root source after its namespace.
  SYNC_NAME: { value: () => fluxNamespace },
  SYNC_URL: { value: ({ flux }) => syncUrl(flux.sync), decides: 'sync.url' },
  SYNC_REF: {
    value: ({ flux: { sync } }) => (sync.kind === 'git' ? `refs/heads/${sync.branch}` : sync.tag),
    decides: 'sync.ref',
  },
  SYNC_BRANCH: { value: ({ flux: { sync } }) => (sync.kind === 'git' ? sync.branch : '') },
  SYNC_PATH: { value: ({ flux }) => flux.sync.path, decides: 'sync.path' },
  SYNC_INTERVAL: { value: ({ flux }) => flux.sync.interval, decides: 'sync.interval' },
  SYNC_PROVIDER: { value: ({ flux }) => syncProvider(flux.sync), decides: 'sync.provider' },
  SYNC_WRITE_PROVIDER: { value: ({ flux }) => gitProvider(flux.imageAutomation?.auth) },
  SYNC_PULL_SECRET: { value: ({ flux }) => syncPullSecret(flux), decides: 'sync.pullSecret' },
} as const satisfies Readonly<Record<string, Fact>>;

type Facts = typeof facts;

type FactName = keyof Facts;

/** Every variable but the late ones, with its value: for the manifests of Flux, and for what Flux reconciles. */
export type KnownVariables = Readonly<Record<FactName, string>> & Readonly<Record<string, string>>;

/** The names of the facts, those that Terraform knows when it applies included. */
export const factNames: readonly (FactName | LateName)[] = [
  ...lateNames,
  ...(Object.keys(facts) as FactName[]),
];

/** Whether a fleet can't have a variable of its own of this name. */
export function isTaken(name: string): boolean {
  return [...factNames, ...karpenterNames].some((taken) => taken === name);
}

/** The key of the FluxInstance's spec that a fact decides. */
type DecidedKey = Extract<Facts[FactName], { decides: string }>['decides'];

/** The variable that each decided key of the FluxInstance's spec must have, by the key. */
export const decidedByFleet = Object.fromEntries(
  Object.entries<Fact>(facts).flatMap(([name, { decides }]) =>
    decides === undefined ? [] : [[decides, name]],
  ),
) as Readonly<Record<DecidedKey, FactName>>;

/** What is known of a fleet before anything is deployed. */
export function knownVariables(fleet: FluxFleet): KnownVariables {
  const known = Object.entries<Fact>(facts).map(([name, { value }]) => [name, value(fleet)]);
  return { ...fleet.flux.variables, ...Object.fromEntries(known) } as KnownVariables;
}
