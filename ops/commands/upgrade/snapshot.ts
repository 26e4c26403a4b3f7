import { inBatches } from '../../cluster/batches';
import type { FluxCluster } from '../../cluster/flux-cluster';
import { inventoryOf, readFlux } from '../../cluster/inventory';
import { describeReference, type ObjectReference } from '../../cluster/object-reference';

/** What an upgrade must leave alone, by uid: the objects that Flux applied, and the pods of workloads. */
export interface Snapshot {
  readonly fleet: string;
  readonly takenAt: string;
  readonly operator?: string;
  readonly flux?: string;
  readonly objects: readonly (ObjectReference & { readonly uid: string })[];
  /** Pods outside of Flux's namespace, as `namespace/name`. */
  readonly pods: Readonly<Record<string, string>>;
}

/** How an upgrade damaged what it must leave alone. */
export interface Damage {
  /** Objects that are gone. */
  readonly pruned: readonly string[];
  /** Objects that were deleted and recreated. */
  readonly recreated: readonly string[];
  /** Pods that are gone or were recreated. */
  readonly pods: readonly string[];
}

/** @param namespace Flux's own, whose objects and pods an upgrade does replace */
export async function takeSnapshot(
  cluster: FluxCluster,
  namespace: string,
): Promise<Pick<Snapshot, 'objects' | 'pods'>> {
  const applied = (await readFlux(cluster))
    .filter(({ kind }) => kind !== 'FluxInstance')
    .flatMap((object) => inventoryOf(object).objects);
  const unique = [...new Map(applied.map((reference) => [describeReference(reference), reference])).values()];
  const uids = await inBatches(unique, (reference) => uidOf(cluster, reference));
  return {
    objects: unique.flatMap((reference, index) => {
      const uid = uids[index];
      return uid === undefined ? [] : [{ ...reference, uid }];
    }),
    pods: await podUids(cluster, namespace),
  };
}

/** Compares a cluster with an earlier snapshot. */
export async function compareWithSnapshot(
  cluster: FluxCluster,
  namespace: string,
  before: Snapshot,
): Promise<Damage> {
  const uids = await inBatches(before.objects, (reference) => uidOf(cluster, reference));
  const named = before.objects.map((reference, index) => ({
    name: describeReference(reference),
    was: reference.uid,
    is: uids[index],
  }));
  const pods = await podUids(cluster, namespace);
  return {
    pruned: named.filter(({ is }) => is === undefined).map(({ name }) => name),
    recreated: named.filter(({ is, was }) => is !== undefined && is !== was).map(({ name }) => name),
    pods: Object.keys(before.pods).filter((name) => pods[name] !== before.pods[name]),
  };
}

/** The uid of an object, read in the version in which its kind is stored, as an upgrade may drop the one it had. */
async function uidOf(cluster: FluxCluster, reference: ObjectReference): Promise<string | undefined> {
  const object = (await cluster.read(reference)) ?? (await cluster.readInStorageVersion(reference));
  return object?.metadata.uid;
}

async function podUids(cluster: FluxCluster, namespace: string): Promise<Record<string, string>> {
  const pods = (await cluster.pods())
    .map(({ metadata }) => metadata)
    .filter((metadata) => metadata?.namespace !== namespace);
  return Object.fromEntries(
    pods.map((metadata) => [`${metadata?.namespace ?? ''}/${metadata?.name ?? ''}`, metadata?.uid ?? '']),
  );
}
