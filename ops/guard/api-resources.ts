import type { FluxCluster } from '../cluster/flux-cluster';

/** A kind of objects that the API server can list. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** The name in paths, for example `configmaps`. */
  readonly plural: string;
  readonly isNamespaced: boolean;
}

/** https://kubernetes.io/docs/concepts/overview/kubernetes-api/#aggregated-discovery */
interface DiscoveryList {
  readonly items: readonly {
    readonly metadata?: { readonly name?: string };
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind?: string };
        readonly scope: 'Cluster' | 'Namespaced';
        readonly verbs: readonly string[];
      }[];
    }[];
  }[];
}

const discovery = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** Kinds that are nobody's loss, and of which there are many. */
const passing = new Set(['events', 'leases', 'endpoints', 'endpointslices', 'componentstatuses']);

/** The kinds that the API server has, each in the version that it prefers. */
export async function apiResources(cluster: FluxCluster): Promise<readonly ApiResource[]> {
  const lists = await Promise.all(['/api', '/apis'].map((path) => cluster.get(path, discovery)));
  const found = new Map<string, ApiResource>();
  for (const { metadata, versions } of (lists as DiscoveryList[]).flatMap(({ items }) => items)) {
    const group = metadata?.name ?? '';
    for (const { version, resources = [] } of versions) {
      for (const { resource: plural, responseKind, scope, verbs } of resources) {
        const key = `${group}/${plural}`;
        if (!verbs.includes('list') || found.has(key) || passing.has(plural) || group === 'metrics.k8s.io')
          continue;
        const kind = responseKind?.kind ?? '';
        found.set(key, { group, version, kind, plural, isNamespaced: scope === 'Namespaced' });
      }
    }
  }
  return [...found.values()];
}

/** The path of all objects of a kind. */
export function pathOf({ group, version, plural }: ApiResource): string {
  return group === '' ? `/api/${version}/${plural}` : `/apis/${group}/${version}/${plural}`;
}
