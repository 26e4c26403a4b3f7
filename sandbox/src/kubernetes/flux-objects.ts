import { CustomObjectsApi, KubeConfig } from '@kubernetes/client-node';
import { type ConditionedObject, readinessOf } from '../../../ops/cluster/readiness.js';

/** One object of Flux, as the status shows it. */
export interface FluxObjectState {
  readonly kind: string;
  /** `namespace/name`. */
  readonly name: string;
  readonly ready: boolean;
  readonly message: string;
}

/** What the status reads of a custom resource. */
export type Resource = Omit<ConditionedObject, 'kind'>;

const kinds = [
  { kind: 'FluxInstance', group: 'fluxcd.controlplane.io', version: 'v1', plural: 'fluxinstances' },
  { kind: 'GitRepository', group: 'source.toolkit.fluxcd.io', version: 'v1', plural: 'gitrepositories' },
  { kind: 'HelmRepository', group: 'source.toolkit.fluxcd.io', version: 'v1', plural: 'helmrepositories' },
  { kind: 'OCIRepository', group: 'source.toolkit.fluxcd.io', version: 'v1', plural: 'ocirepositories' },
  { kind: 'Kustomization', group: 'kustomize.toolkit.fluxcd.io', version: 'v1', plural: 'kustomizations' },
  { kind: 'HelmRelease', group: 'helm.toolkit.fluxcd.io', version: 'v2', plural: 'helmreleases' },
];

/** Reads every object of Flux in a cluster, in the order in which each creates the next. */
export async function readFluxObjects(kubeconfigFile: string): Promise<FluxObjectState[]> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfigFile);
  const api = config.makeApiClient(CustomObjectsApi);
  const objects = await Promise.all(
    kinds.map(async ({ kind, ...resource }) => {
      const items = await listAll(api, resource);
      return items.map((item) => describeObject(kind, item));
    }),
  );
  return objects.flat();
}

/** Whether an object is Ready as it is now, and what it says about itself. */
export function describeObject(kind: string, resource: Resource): FluxObjectState {
  const { metadata, spec, status } = resource;
  const name = `${metadata.namespace ?? '-'}/${metadata.name}`;
  // A HelmRepository of type oci has no status: Flux has nothing to do for it.
  if (kind === 'HelmRepository' && status?.conditions === undefined) {
    return { kind, name, ready: true, message: 'has no status' };
  }
  if (spec?.suspend === true) return { kind, name, ready: false, message: 'is suspended' };
  const { ready, detail } = readinessOf({ kind, name: metadata.name, condition: 'Ready' }, resource);
  return { kind, name, ready, message: detail };
}

interface ResourceName {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

async function listAll(api: CustomObjectsApi, resource: ResourceName): Promise<readonly Resource[]> {
  try {
    const list = (await api.listClusterCustomObject({ ...resource })) as { items: Resource[] };
    return list.items;
  } catch (error) {
    const missing = typeof error === 'object' && error !== null && 'code' in error && error.code === 404;
    if (missing) return [];
    throw error;
  }
}
