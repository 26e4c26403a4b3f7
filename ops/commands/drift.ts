import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fleetNamed } from '../cluster/fleet-cluster';
import { readOptions } from '../command-line';
import { findingsInAws, report } from '../recovery/finding';
import { readFleetStates, type StackInFleet } from '../recovery/fleet-states';
import { managedResources } from '../recovery/stack-state';
import { stacksFolderOf } from '../recovery/synthesized';

/**
 * `ops drift`: what others changed since the last deploy, and what is the fleet's and in no state. Gives 2 when there is
 * something, and 1 when that is not known, as `terraform plan -detailed-exitcode` gives 2 for changes and 1 for errors.
 */
export async function drift(args: readonly string[]): Promise<number> {
  const { fleet: name } = readOptions(args, { fleet: { type: 'string' } }, 'ops drift [--fleet NAME]');
  const fleet = fleetNamed(name);
  const stacks = await readFleetStates(stacksFolderOf(fleet.environment));
  const codes: number[] = [];
  for (const stack of stacks) codes.push(await driftOf(stack));
  const unknown = await findingsInAws(fleet, stacks);
  if (report(unknown) > 0) codes.push(2);
  if (codes.includes(1) || unknown.notKnown.length > 0) return 1;
  return codes.includes(2) ? 2 : 0;
}

const program = join(__dirname, '../bin/terraform');

async function driftOf({ stack, folder, state }: StackInFleet): Promise<number> {
  if (state === undefined || managedResources(state).length === 0) {
    console.log(`${stack}: not deployed`);
    return 0;
  }
  console.log(`${stack}:`);
  const initialized = await terraform(folder, ['init', '-input=false', '-no-color'], 'ignore');
  if (initialized !== 0) return 1;
  const plan = ['plan', '-refresh-only', '-detailed-exitcode', '-input=false', '-lock=false'];
  return await terraform(folder, plan, 'inherit');
}

async function terraform(folder: string, args: readonly string[], stdout: 'ignore' | 'inherit') {
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', stdout, 'inherit'] });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}
