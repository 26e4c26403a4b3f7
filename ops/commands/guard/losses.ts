import { inBatches } from '../../cluster/batches';
import { type FluxCluster, type FluxObject } from '../../cluster/flux-cluster';
import { inventoryOf, nameOf, readFlux } from '../../cluster/inventory';
import { describeReference, groupOf } from '../../cluster/object-reference';
import { keepsWhatItApplied, isKept } from '../../cluster/pruning';
import type { Subject } from './subjects';

/** What a deletion would delete too. */
export interface Loss {
  readonly subject: Subject;
  /** `Kind/namespace/name`. */
  readonly objects: readonly string[];
}

/** Reads from the cluster what some deletions would delete too. Omits those that would delete nothing else. */
export async function lossesOf(cluster: FluxCluster, subjects: readonly Subject[]): Promise<readonly Loss[]> {
  if (subjects.length === 0) return [];
  const flux = await readFlux(cluster);
  const losses = await Promise.all(
    subjects.map(async (subject) => ({ subject, objects: await lossOf(cluster, flux, subject) })),
  );
  return losses.filter(({ objects }) => objects.length > 0);
}

async function lossOf(
  cluster: FluxCluster,
  flux: readonly FluxObject[],
  { deletion }: Subject,
): Promise<readonly string[]> {
  const isHit = (object: FluxObject): boolean => {
    switch (deletion.of) {
      case 'flux':
        return object.kind !== 'FluxInstance';
      case 'kind':
        return object.kind === deletion.kind;
      case 'namespace':
        return object.metadata.namespace === deletion.namespace;
      case 'object':
        return (
          nameOf(object) === describeReference(deletion.reference) && sameGroup(object, deletion.reference)
        );
    }
  };
  return await lossesWith(cluster, flux, flux.filter(isHit));
}

/** What some objects applied, what that applied in turn, and so on, except what is marked to stay. */
async function lossesWith(
  cluster: FluxCluster,
  flux: readonly FluxObject[],
  first: readonly FluxObject[],
): Promise<readonly string[]> {
  const known = new Map(flux.map((object) => [nameOf(object), object]));
  const visited = new Set(first.map(nameOf));
  const lost = new Set<string>();
  let step = first;
  while (step.length > 0) {
    const applied = step
      .filter((object) => !keepsWhatItApplied(object))
      .flatMap((object) => inventoryOf(object).objects);
    const present = await inBatches(applied, (reference) => cluster.read(reference));
    const going = present.filter((object) => object !== undefined).filter((object) => !isKept(object));
    for (const object of going) lost.add(nameOf(object));
    step = going.map((object) => known.get(nameOf(object))).filter((object) => object !== undefined);
    step = step.filter((object) => !visited.has(nameOf(object)));
    for (const object of step) visited.add(nameOf(object));
  }
  return [...lost].sort();
}

function sameGroup(one: { apiVersion: string }, other: { apiVersion: string }): boolean {
  return groupOf(one.apiVersion) === groupOf(other.apiVersion);
}
