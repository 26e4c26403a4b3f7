import { inBatches } from '../../cluster/batches';
import type { FluxCluster, FluxObject } from '../../cluster/flux-cluster';
import { instanceName } from '../../cluster/flux-objects';
import { inventoryOf, nameOf, readFlux } from '../../cluster/inventory';
import type { ObjectReference } from '../../cluster/object-reference';
import { waitForAbsence } from './absence';
import { stripFinalizers } from './finalizers';

/** The operator's own marker for what it must not delete. */
const pruneAnnotation = 'fluxcd.controlplane.io/prune';

export interface WithoutOperatorProps {
  readonly cluster: FluxCluster;
  readonly instance: FluxObject;
  readonly namespace: string;
  readonly boundMilliseconds: number;
  readonly say: (line: string) => void;
}

/**
 * Does what the operator would do when its FluxInstance is deleted: stops the controllers, removes Flux's finalizers from
 * all custom resources, and deletes what the FluxInstance applied. Workloads stay.
 */
export async function uninstallWithoutOperator(props: WithoutOperatorProps): Promise<void> {
  const { cluster, instance, namespace, boundMilliseconds, say } = props;
  const applied = inventoryOf(instance).objects;
  const deployments = applied.filter(({ kind }) => kind === 'Deployment');
  say(`stopping ${deployments.map(({ name }) => name).join(', ')}`);
  await removeAll(cluster, deployments);
  await waitForAbsence(cluster, [...deployments, ...(await podsOf(cluster, namespace))], boundMilliseconds);

  const stripped = await stripFinalizers(cluster, await readFlux(cluster));
  say(`removed Flux's finalizers from ${stripped.length} objects`);

  const isOwnNamespace = ({ kind, name }: ObjectReference) => kind === 'Namespace' && name === namespace;
  const rest = applied.filter((reference) => !isOwnNamespace(reference));
  say(`deleting ${rest.length} objects of Flux itself`);
  await removeAll(cluster, rest);
  const left = await waitForAbsence(cluster, rest, boundMilliseconds);
  for (const object of left) {
    say(`${nameOf(object)} still exists: something else holds it`);
  }
  cluster.forgetKinds();
}

/** The controllers' pods: one that still runs would add a finalizer again. */
async function podsOf(cluster: FluxCluster, namespace: string): Promise<readonly ObjectReference[]> {
  const pods = await cluster.pods();
  return pods
    .map(({ metadata }) => metadata)
    .filter((metadata) => metadata?.namespace === namespace)
    .filter((metadata) => metadata?.labels?.['app.kubernetes.io/part-of'] === instanceName)
    .map((metadata) => ({ apiVersion: 'v1', kind: 'Pod', namespace, name: metadata?.name ?? '' }));
}

async function removeAll(cluster: FluxCluster, references: readonly ObjectReference[]): Promise<void> {
  await inBatches(references, async (reference) => {
    const object = await cluster.read(reference);
    if (object === undefined || object.metadata.annotations?.[pruneAnnotation] === 'disabled') return;
    await cluster.remove(reference);
  });
}
