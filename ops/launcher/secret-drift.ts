import { fluxSecrets } from '../../lib/flux/flux-secrets';
import { clusterOf } from '../cluster/fleet-cluster';
import { messageOf } from '../message-of';
import { type DriftedSecret, driftedSecrets } from '../recovery/drifted-secrets';
import { readStackState } from '../recovery/stack-state';
import { fleetOf } from './fleet';
import type { Launch } from './launch';

/**
 * The arguments with which a plan of the stack flux-instance repairs the Secrets that somebody changed in the cluster.
 *
 * @param say receives a line for each, and one if that is not known
 */
export async function repairOfSecrets(
  launch: Launch,
  say: (line: string) => void,
): Promise<readonly string[]> {
  if (launch.stack !== 'flux-instance') return [];
  try {
    const fleet = fleetOf(launch);
    if (fluxSecrets(fleet.flux).length === 0) return [];
    const state = await readStackState(launch.folder);
    if (state === undefined || state.resources.length === 0) return [];
    const drifted = await driftedSecrets({ fleet, state, cluster: clusterOf(fleet) });
    for (const secret of drifted) say(describe(secret));
    return drifted.filter(({ repair }) => repair === 'replace').map(({ address }) => `-replace=${address}`);
  } catch (error) {
    say(`Not known whether somebody changed a Secret of Flux in the cluster: ${messageOf(error)}`);
    return [];
  }
}

function describe({ name, repair }: DriftedSecret): string {
  const what = `Somebody changed the Secret ${name} in the cluster.`;
  if (typeof repair === 'string') return `${what} A deploy writes it again.`;
  return `${what} To have a deploy write it again, set the environment variable ${repair.variable}.`;
}
