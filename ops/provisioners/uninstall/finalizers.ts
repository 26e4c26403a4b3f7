import { inBatches } from '../../cluster/batches';
import { type FluxCluster, type FluxObject, isFluxGroup } from '../../cluster/flux-cluster';
import { referenceTo } from '../../cluster/inventory';

/** Finalizers that Flux or its operator set (`finalizers.fluxcd.io`, `fluxcd.controlplane.io/finalizer`). */
export function isFluxFinalizer(finalizer: string): boolean {
  const [domain = ''] = finalizer.split('/');
  return isFluxGroup(domain) || domain.endsWith('fluxcd.io');
}

/** Removes Flux's finalizers from some objects and keeps others' finalizers. Returns the objects that had one of Flux's. */
export async function stripFinalizers(
  cluster: FluxCluster,
  objects: readonly FluxObject[],
): Promise<readonly FluxObject[]> {
  const held = objects.filter(({ metadata }) => metadata.finalizers?.some(isFluxFinalizer));
  await inBatches(held, async (object) => {
    const finalizers = object.metadata.finalizers?.filter((finalizer) => !isFluxFinalizer(finalizer));
    await cluster.merge(referenceTo(object), { metadata: { finalizers } });
  });
  return held;
}
