/** Identifies one object of a cluster. */
export interface ObjectReference {
  /** `group/version`, or the version alone for the core group. */
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** Absent for a cluster-scoped object. */
  readonly namespace?: string;
}

/** An entry of `status.inventory`, as Flux and its operator write it (https://fluxcd.io/flux/components/kustomize/kustomizations/#inventory). */
export interface InventoryEntry {
  /** `<namespace>_<name>_<group>_<kind>`. */
  readonly id: string;
  /** The version within the group. */
  readonly v: string;
}

/** `Kind/namespace/name`, or `Kind/name` for a cluster-scoped object. */
export function describeReference(reference: Omit<ObjectReference, 'apiVersion'>): string {
  const { kind, namespace, name } = reference;
  return [kind, namespace, name].filter(Boolean).join('/');
}

/** The object of an inventory entry. In a name, `__` stands for a colon. */
export function referenceOf({ id, v }: InventoryEntry): ObjectReference {
  const parts = id.split('_');
  const [namespace = '', group = '', kind = ''] = [parts[0], parts.at(-2), parts.at(-1)];
  const name = parts.slice(1, -2).join('_').replaceAll('__', ':');
  return {
    apiVersion: group === '' ? v : `${group}/${v}`,
    kind,
    name,
    ...(namespace === '' ? {} : { namespace }),
  };
}

/** The group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const [group, version] = apiVersion.split('/');
  return version === undefined ? '' : group!;
}
