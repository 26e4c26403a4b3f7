import { fluxNamespace } from '../../lib/flux/namespace';
import { componentOf } from '../cluster/components';
import { clusterOf } from '../cluster/fleet-cluster';
import type { FluxCluster, FluxDefinition } from '../cluster/flux-cluster';
import { nameOf } from '../cluster/inventory';
import { stripFinalizers } from '../provisioners/uninstall/finalizers';
import { apiAnswers } from '../recovery/cluster-presence';
import { fleetOf } from './fleet';
import type { Launch } from './launch';

/**
 * Lets definitions of Flux go that are stuck: their controller was taken out of the FluxInstance's `components` while objects of
 * their kinds existed, and nobody frees these from their finalizers. What they applied stays; Flux can create them again once
 * the component is back.
 */
export async function freeStuckDefinitions(launch: Launch): Promise<void> {
  const fleet = fleetOf(launch);
  if (!(await apiAnswers(fleet))) return;
  const cluster = clusterOf(fleet);
  for (const definition of await stuckDefinitions(cluster)) {
    const objects = (await cluster.listOf(definition)).filter(
      ({ metadata }) => metadata.deletionTimestamp !== undefined,
    );
    const freed = await stripFinalizers(cluster, objects);
    if (freed.length > 0)
      launch.say(
        `${componentOf[definition.kind]} is gone, and the deletion of these waited for it. Freed, with what they applied left as it is: ${freed.map(nameOf).join(', ')}`,
      );
  }
}

/** The definitions that are being deleted, and whose controller is gone. */
async function stuckDefinitions(cluster: FluxCluster): Promise<readonly FluxDefinition[]> {
  const going = (await cluster.definitions()).filter(({ isDeleted }) => isDeleted);
  const isStuck = await Promise.all(
    going.map(async ({ kind }) => {
      const component = componentOf[kind];
      return component !== undefined && (await cluster.deployment(fluxNamespace, component)) === undefined;
    }),
  );
  return going.filter((_, index) => isStuck[index]);
}
