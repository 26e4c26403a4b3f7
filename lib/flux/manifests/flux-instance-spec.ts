import definition from './crds/flux-instance.schema.json';
import { decidedByFleet } from '../variables';
import { customResourceSpec } from './custom-resource';

/** What the stacks read of a FluxInstance's spec (https://fluxoperator.dev/docs/crd/fluxinstance/). */
export interface FluxInstanceSpec {
  distribution: { version: string; registry: string; artifact?: string; variant?: string };
  components: string[];
  commonMetadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  cluster: {
    type: string;
    size: string;
    networkPolicy: boolean;
    multitenant?: boolean;
    multitenantWorkloadIdentity?: boolean;
    objectLevelWorkloadIdentity?: boolean;
  };
  sharding?: { key?: string; shards: string[]; storage?: 'ephemeral' | 'persistent' };
  storage?: object;
  kustomize: { patches: { target?: { kind?: string }; patch: string }[] };
  migrateResources?: boolean;
  wait?: boolean;
  sync: {
    interval: string;
    kind: string;
    url: string;
    ref: string;
    path: string;
    pullSecret: string;
    provider: string;
  };
}

const decided = Object.fromEntries(
  Object.entries(decidedByFleet).map(([key, name]) => [key, `\${${name}}`]),
) as Record<keyof typeof decidedByFleet, string>;

/** What is left out gets the default that the definition and the chart flux-instance share; what they differ in is required. */
export const fluxInstanceSpecSchema = customResourceSpec<FluxInstanceSpec>(
  definition,
  [
    'distribution.version',
    'distribution.registry',
    'components',
    'cluster.type',
    'cluster.size',
    'cluster.networkPolicy',
    'kustomize.patches',
    'sync.interval',
    'sync.kind',
    'sync.url',
    'sync.ref',
    'sync.path',
    'sync.pullSecret',
    'sync.provider',
  ],
  {
    'distribution.version': 'a version of Flux 2 from 2.2, for example 2.9.5, or a range, for example 2.9.x',
    'distribution.registry': 'a registry without scheme, for example ghcr.io/fluxcd',
    'kustomize.patches': 'a list of patches',
    ...decided,
  },
  {
    'cluster.type': 'kubernetes',
    'cluster.networkPolicy': true,
    'kustomize.patches': [],
    kustomize: { patches: [] },
    'sync.interval': '1m',
    'sync.pullSecret': '',
    'sync.provider': 'generic',
  },
);
