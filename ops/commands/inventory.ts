import { readOptions } from '../command-line';
import { clusterOf, fleetNamed } from '../cluster/fleet-cluster';
import { describeOwned, readFlux } from '../cluster/inventory';

/** `ops inventory`: every object of Flux in a cluster, and every object that it applied. */
export async function inventory(args: readonly string[]): Promise<number> {
  const { fleet } = readOptions(args, { fleet: { type: 'string' } }, 'ops inventory [--fleet NAME]');
  const lines = describeOwned(await readFlux(clusterOf(fleetNamed(fleet))));
  for (const line of lines) console.log(line);
  if (lines.length === 0) console.log('Flux is not installed.');
  return 0;
}
