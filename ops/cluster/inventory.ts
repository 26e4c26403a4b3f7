import { type FluxCluster, type FluxObject } from './flux-cluster';
import { describeReference, type ObjectReference, referenceOf } from './object-reference';

/** What one Flux object applied to the cluster. */
export interface Inventory {
  readonly owner: ObjectReference;
  readonly objects: readonly ObjectReference[];
}

/** A reference to an object that was read. */
export function referenceTo({ apiVersion, kind, metadata }: FluxObject): ObjectReference {
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** `Kind/namespace/name` of an object that was read. */
export function nameOf(object: FluxObject): string {
  return describeReference(referenceTo(object));
}

/** `status.inventory` of an object of Flux. */
export function inventoryOf(object: FluxObject): Inventory {
  return {
    owner: referenceTo(object),
    objects: (object.status?.inventory?.entries ?? []).map(referenceOf),
  };
}

/** All objects of Flux and its operator in a cluster, by kind. */
export async function readFlux(cluster: FluxCluster): Promise<readonly FluxObject[]> {
  const definitions = await cluster.definitions();
  const lists = await Promise.all(definitions.map((definition) => cluster.listOf(definition)));
  return lists.flat();
}

/** Lines that name every object of Flux and every object that it applied. */
export function describeOwned(flux: readonly FluxObject[]): readonly string[] {
  const described = flux.map(inventoryOf);
  const isInstance = ({ owner }: Inventory) => owner.kind === 'FluxInstance';
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
  return [
    ...section(
      'Flux itself:',
      described.filter(isInstance).flatMap(({ objects }) => objects.map(describeReference)),
    ),
    ...section(
      'Its custom resources:',
      described.map(({ owner }) => describeReference(owner)),
    ),
    ...described
      .filter((inventory) => !isInstance(inventory))
      .flatMap(({ owner, objects }) =>
        section(`Applied by ${describeReference(owner)}:`, objects.map(describeReference)),
      ),
  ];
}
