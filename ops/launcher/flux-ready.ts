import { fluxNamespace } from '../../lib/flux/namespace';
import { clusterOf } from '../cluster/fleet-cluster';
import { waitForFlux } from '../cluster/wait-for-flux';
import { messageOf } from '../message-of';
import { managedResources, readStackState } from '../recovery/stack-state';
import { fleetOf } from './fleet';
import type { Launch } from './launch';

/**
 * Waits at the end of every deploy of Flux, also of one that changed nothing, until what Git and the infrastructure have now has
 * arrived. The provisioner in the stack waits only when the FluxInstance changes, and never when Git owns it. Gives the exit code.
 */
export async function waitUntilFluxIsReady(launch: Launch): Promise<number> {
  const state = await readStackState(launch.folder);
  if (state === undefined || !managedResources(state).includes('terraform_data.flux_readiness')) return 0;
  const { say, stack, interrupts } = launch;
  try {
    const fleet = fleetOf(launch);
    const { readyTimeout: timeout, waitFor: scope } = fleet.flux;
    await waitForFlux({
      cluster: clusterOf(fleet),
      namespace: fluxNamespace,
      scope,
      timeout,
      stack,
      say,
      saysWhatWasReady: false,
      signal: interrupts.signal,
    });
    return 0;
  } catch (error) {
    if (!interrupts.signal.aborted) {
      say(messageOf(error));
      return 1;
    }
    launch.tell(
      `Interrupted. The stack ${stack} is deployed, and not everything of Flux was Ready yet. To wait again: ${launch.command}`,
    );
    launch.cdktf?.fail();
    return 130;
  }
}
