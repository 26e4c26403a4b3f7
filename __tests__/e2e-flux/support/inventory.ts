import { kubectlJson, list, type KubernetesObject } from './cluster';

interface Kustomization extends KubernetesObject {
  readonly status?: { readonly inventory?: { readonly entries?: readonly { readonly id: string }[] } };
}

/** What must outlive a change of Flux itself. */
export interface Inventory {
  /** Every object that a Kustomization has in its inventory, as `kustomization <name>: <object>`. */
  readonly entries: readonly string[];
  /** Objects of applications and of Flux's configuration with their uids: one that was made anew has another. */
  readonly objects: readonly string[];
  readonly pods: readonly string[];
}

const kinds = 'namespaces,configmaps,services,deployments.apps';
const configuration =
  'gitrepositories.source.toolkit.fluxcd.io,ocirepositories.source.toolkit.fluxcd.io,' +
  'kustomizations.kustomize.toolkit.fluxcd.io,helmreleases.helm.toolkit.fluxcd.io';

/** Workloads of the cluster, those of Flux and Kubernetes themselves aside. */
const isWorkload = ({ metadata }: KubernetesObject): boolean =>
  !['flux-system', 'kube-system'].includes(metadata.namespace ?? metadata.name);

const identity = ({ kind, metadata: { namespace = '', name, uid } }: KubernetesObject): string =>
  `${kind} ${namespace}/${name} ${uid}`;

/** What is in the cluster now. `withConfiguration`: Flux's own objects too. */
export async function takeInventory(withConfiguration: boolean): Promise<Inventory> {
  const kustomizations = withConfiguration ? await list<Kustomization>('kustomizations') : [];
  const flux = withConfiguration ? await list(configuration) : [];
  const workloads = (await list(kinds)).filter(isWorkload);
  return {
    entries: kustomizations
      .flatMap(({ metadata, status }) =>
        (status?.inventory?.entries ?? []).map(({ id }) => `kustomization ${metadata.name}: ${id}`),
      )
      .sort(),
    objects: [...flux, ...workloads].map(identity).sort(),
    pods: (await list('pods')).filter(isWorkload).map(identity).sort(),
  };
}

/** Members of the first list that the second lacks. */
export function missing(before: readonly string[], after: readonly string[]): string[] {
  return before.filter((member) => !after.includes(member));
}

interface Definition extends KubernetesObject {
  readonly spec: { readonly versions: readonly { readonly name: string; readonly storage: boolean }[] };
  readonly status: { readonly storedVersions: readonly string[] };
}

/** The stored versions of each of Flux's custom resource definitions, and the one in which they are stored now. */
export async function storedVersions(): Promise<
  Record<string, { readonly stored: readonly string[]; readonly storage: string | undefined }>
> {
  const { items } = await kubectlJson<{ items: Definition[] }>([
    'get',
    'customresourcedefinitions',
    '--selector=app.kubernetes.io/part-of=flux',
  ]);
  return Object.fromEntries(
    items.map(({ metadata, spec, status }) => [
      metadata.name,
      { stored: status.storedVersions, storage: spec.versions.find(({ storage }) => storage)?.name },
    ]),
  );
}
