import definition from './crds/flux-instance.schema.json';
import { customResourceSpec } from './custom-resource';

/** What the stacks read of a FluxInstance's spec (https://fluxoperator.dev/docs/crd/fluxinstance/). */
export interface FluxInstanceSpec {
  distribution: { version: string; registry: string; artifact?: string };
  components: string[];
  commonMetadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  cluster: {
    type: string;
    size: string;
    networkPolicy: boolean;
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

/** It is complete: nothing that matters is left to a default, which need not be the same in the chart and the definition. */
export const fluxInstanceSpecSchema = customResourceSpec<FluxInstanceSpec>(definition, {
  'distribution.version': 'a version of Flux 2 from 2.2, for example 2.7.3, or a range, for example 2.7.x',
  'distribution.registry': 'a registry without scheme, for example ghcr.io/fluxcd',
  components: undefined,
  'cluster.type': undefined,
  'cluster.size': undefined,
  'cluster.networkPolicy': undefined,
  'kustomize.patches': 'a list of patches',
  'sync.interval': '${SYNC_INTERVAL}',
  'sync.kind': '${SYNC_KIND}',
  'sync.url': '${SYNC_URL}',
  'sync.ref': '${SYNC_REF}',
  'sync.path': '${SYNC_PATH}',
  'sync.pullSecret': '${SYNC_PULL_SECRET}',
  'sync.provider': '${SYNC_PROVIDER}',
});
