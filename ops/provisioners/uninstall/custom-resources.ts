import type { FluxCluster, FluxDefinition } from '../../cluster/flux-cluster';
import type { ObjectReference } from '../../cluster/object-reference';
import { waitForAbsence } from './absence';
import { stripFinalizers } from './finalizers';

/**
 * Deletes custom resource definitions with all their objects while no controller is running, so what the objects applied
 * stays. Returns the names of those that something other than Flux still holds when time is up.
 */
export async function removeDefinitions(
  cluster: FluxCluster,
  definitions: readonly FluxDefinition[],
  boundMilliseconds: number,
): Promise<readonly string[]> {
  const references = definitions.map(({ name }): ObjectReference => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    name,
  }));
  for (const definition of definitions) await stripFinalizers(cluster, await cluster.listOf(definition));
  for (const reference of references) await cluster.remove(reference);
  const left = await waitForAbsence(cluster, references, boundMilliseconds);
  return left.map(({ metadata }) => metadata.name);
}
