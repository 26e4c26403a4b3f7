import { inBatches } from '../../cluster/batches';
import type { FluxCluster, FluxObject } from '../../cluster/flux-cluster';
import type { ObjectReference } from '../../cluster/object-reference';
import { lookUntil } from '../../cluster/poll';

/**
 * Waits until some objects are gone. Returns those that still exist when time is up.
 *
 * @throws Error if the API server could not be read during all that time
 */
export async function waitForAbsence(
  cluster: FluxCluster,
  references: readonly ObjectReference[],
  milliseconds: number,
): Promise<readonly FluxObject[]> {
  if (references.length === 0) return [];
  const { seen, unreadable } = await lookUntil(
    milliseconds,
    async () => {
      const objects = await inBatches(references, (reference) => cluster.read(reference));
      return objects.filter((object) => object !== undefined);
    },
    (present) => present.length === 0,
  );
  if (seen === undefined) throw new Error(unreadable);
  return seen;
}
