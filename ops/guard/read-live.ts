import { inBatches } from '../cluster/batches';
import { isFluxGroup, type FluxCluster } from '../cluster/flux-cluster';
import { apiResources, pathOf, type ApiResource } from './api-resources';
import type { LiveState } from './build';
import type { Capabilities } from './helm-cli';
import { readRelease, type RecordedRelease } from './helm-storage';
import { groups, isHelmRelease, keyOfManifest, type Key, type Manifest } from './manifest';

/** How many objects one answer may have. */
const pageSize = 500;

const metadataOnly = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';

interface Page {
  readonly metadata?: { readonly continue?: string };
  /** Null for an empty list of metadata. */
  readonly items: readonly Omit<Manifest, 'apiVersion' | 'kind'>[] | null;
}

/**
 * Everything that a cluster has: objects of Flux whole, of others the metadata, so that no Secret's content is read except the
 * records of Helm's releases.
 *
 * @throws if the API does not answer
 */
export async function readLive(cluster: FluxCluster): Promise<LiveState> {
  const resources = await apiResources(cluster);
  const unreadable = new Set<string>();
  const lists = await inBatches(resources, async (resource) => {
    try {
      return await listAll(cluster, resource);
    } catch {
      unreadable.add(`${resource.group}/${resource.kind}`);
      return [];
    }
  });
  const objects = new Map<Key, Manifest>();
  for (const object of lists.flat()) objects.set(keyOfManifest(object), defined(object, resources));
  const releases = new Map<Key, RecordedRelease>();
  await inBatches([...objects.values()].filter(isHelmRelease), async (release) => {
    const released = await readRelease(cluster, release, resources).catch(() => undefined);
    if (released !== undefined) releases.set(keyOfManifest(release), released);
  });
  const capabilities = await capabilitiesOf(cluster, resources);
  return { objects, unreadable, releases, capabilities, revision: revisionOf(objects) };
}

async function capabilitiesOf(
  cluster: FluxCluster,
  resources: readonly ApiResource[],
): Promise<Capabilities> {
  const { gitVersion } = (await cluster.get('/version')) as { readonly gitVersion: string };
  const versions = resources.flatMap(({ group, version, kind }) => {
    const name = group === '' ? version : `${group}/${version}`;
    return [name, `${name}/${kind}`];
  });
  return { kubernetesVersion: gitVersion, apiVersions: [...new Set(versions)] };
}

async function listAll(cluster: FluxCluster, resource: ApiResource): Promise<readonly Manifest[]> {
  const { group, version, kind } = resource;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const found: Manifest[] = [];
  for (let next: string | undefined = ''; next !== undefined;) {
    const query = `?limit=${pageSize}${next && `&continue=${encodeURIComponent(next)}`}`;
    const accept = isFluxGroup(group) ? undefined : metadataOnly;
    const { metadata, items } = (await cluster.get(`${pathOf(resource)}${query}`, accept)) as Page;
    found.push(...(items ?? []).map((item) => ({ ...item, apiVersion, kind })));
    next = metadata?.continue === '' ? undefined : metadata?.continue;
  }
  return found;
}

/** A custom resource definition with what it defines, which its metadata leaves out: its name is `<plural>.<group>`. */
function defined(object: Manifest, resources: readonly ApiResource[]): Manifest {
  if (object.kind !== 'CustomResourceDefinition') return object;
  const resource = resources.find(({ group, plural }) => `${plural}.${group}` === object.metadata.name);
  return resource === undefined
    ? object
    : { ...object, spec: { group: resource.group, names: { kind: resource.kind } } };
}

/** The revision that the root Kustomization, which has the name of the source that the operator makes, applied last. */
function revisionOf(objects: ReadonlyMap<Key, Manifest>): string | undefined {
  const instance = [...objects.values()].find(({ kind }) => kind === 'FluxInstance');
  if (instance === undefined) return undefined;
  const { name = instance.metadata.namespace } = (instance.spec?.sync ?? {}) as { readonly name?: string };
  const root = objects.get([groups.kustomize, 'Kustomization', instance.metadata.namespace, name].join('/'));
  const revision = root?.status?.lastAppliedRevision;
  return typeof revision === 'string' ? revision : undefined;
}
