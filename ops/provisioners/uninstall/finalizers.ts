import { inBatches } from '../../cluster/batches';
import { type FluxCluster, type FluxObject, isFluxGroup } from '../../cluster/flux-cluster';
import { referenceTo } from '../../cluster/inventory';

/** Finalizers that Flux or its operator set (`finalizers.fluxcd.io`, `fluxcd.controlplane.io/finalizer`). */
export function isFluxFinalizer(finalizer: string): boolean {
  const [domain = ''] = finalizer.split('/');
  return isFluxGroup(domain) || domain.endsWith('fluxcd.io');
}

/** Takes Flux's finalizers off some objects, and leaves those of others. Gives the objects that had one. */
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
