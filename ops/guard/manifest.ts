import { groupOf, referenceOf, type InventoryEntry } from '../cluster/object-reference';

/** An object as a build writes it, or as the API server has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly { readonly uid: string }[];
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
}

/** What identifies an object in a cluster, whatever the version of its API. */
export interface ObjectId {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for a cluster-scoped object. */
  readonly namespace: string;
  readonly name: string;
}

/** An `ObjectId` as text, for maps: `group/kind/namespace/name`. */
export type Key = string;

export function keyOf({ group, kind, namespace, name }: ObjectId): Key {
  return [group, kind, namespace, name].join('/');
}

export function idOfKey(key: Key): ObjectId {
  const [group = '', kind = '', namespace = '', name = ''] = key.split('/');
  return { group, kind, namespace, name };
}

export function idOf({ apiVersion, kind, metadata }: Manifest): ObjectId {
  return { group: groupOf(apiVersion), kind, namespace: metadata.namespace ?? '', name: metadata.name };
}

export function keyOfManifest(manifest: Manifest): Key {
  return keyOf(idOf(manifest));
}

/** `Kind/namespace/name`, or `Kind/name` for a cluster-scoped object. */
export function describeId({ kind, namespace, name }: ObjectId): string {
  return [kind, namespace, name].filter(Boolean).join('/');
}

/** What an object of Flux applied, as its status tells. @returns undefined if it has no inventory */
export function inventoryIds({ status }: Manifest): readonly ObjectId[] | undefined {
  const inventory = status?.inventory as { readonly entries?: readonly InventoryEntry[] } | undefined;
  return inventory?.entries?.map((entry) => {
    const { apiVersion, kind, namespace = '', name } = referenceOf(entry);
    return { group: groupOf(apiVersion), kind, namespace, name };
  });
}

/** The groups of APIs whose objects apply others. */
export const groups = {
  kustomize: 'kustomize.toolkit.fluxcd.io',
  helm: 'helm.toolkit.fluxcd.io',
  operator: 'fluxcd.controlplane.io',
} as const;

/** The groups of APIs whose objects are sources of manifests and charts. */
export const groupsOfSources: readonly string[] = ['source.toolkit.fluxcd.io'];

/** Whether an object is of a kind. */
export function isA(id: Pick<ObjectId, 'group' | 'kind'>, group: string, kind: string): boolean {
  return id.group === group && id.kind === kind;
}

export function isKustomization(manifest: Manifest): boolean {
  return isA(idOf(manifest), groups.kustomize, 'Kustomization');
}

export function isHelmRelease(manifest: Manifest): boolean {
  return isA(idOf(manifest), groups.helm, 'HelmRelease');
}

export function isResourceSet(manifest: Manifest): boolean {
  return isA(idOf(manifest), groups.operator, 'ResourceSet');
}

/** Whether an object applies others that its deletion would delete. */
export function appliesOthers(manifest: Manifest): boolean {
  return hasBuild(manifest) || isHelmRelease(manifest);
}

/** Whether a revision of a repository says what an object applies. */
export function hasBuild(manifest: Manifest): boolean {
  return isKustomization(manifest) || isResourceSet(manifest);
}

/** Whether two objects ask for the same, one of which may be missing. */
export function hasSameSpec(one: Manifest | undefined, other: Manifest | undefined): boolean {
  return JSON.stringify(one?.spec) === JSON.stringify(other?.spec);
}
