import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fluxSecrets } from '../../lib/flux/flux-secrets';
import type { FleetConfig } from '../../lib/fleet/schema';
import { clusterOf, fleetNamed } from '../cluster/fleet-cluster';
import { readOptions } from '../command-line';
import { driftedIn, type Drifted } from '../recovery/drifted';
import { driftedSecrets } from '../recovery/drifted-secrets';
import { findingsInAws, report } from '../recovery/finding';
import { readFleetStates, type StackInFleet } from '../recovery/fleet-states';
import { managedResources, type StackState } from '../recovery/stack-state';
import { stacksFolderOf } from '../recovery/synthesized';

/**
 * `ops drift`: what others changed since the last deploy, and what is the fleet's and in no state. Gives 2 when there is
 * something, and 1 when that is not known, as `terraform plan -detailed-exitcode` does.
 */
export async function drift(args: readonly string[]): Promise<number> {
  const { fleet: name } = readOptions(args, { fleet: { type: 'string' } }, 'ops drift [--fleet NAME]');
  const fleet = fleetNamed(name);
  const stacks = await readFleetStates(stacksFolderOf(fleet.environment));
  const codes: number[] = [];
  for (const stack of stacks) codes.push(await driftOf(fleet, stack));
  const unknown = await findingsInAws(fleet, stacks);
  if (report(unknown) > 0) codes.push(2);
  if (codes.includes(1) || unknown.notKnown.length > 0) return 1;
  return codes.includes(2) ? 2 : 0;
}

async function driftOf(fleet: FleetConfig, { stack, folder, state }: StackInFleet): Promise<number> {
  if (state === undefined || managedResources(state).length === 0) {
    console.log(`${stack}: not deployed`);
    return 0;
  }
  try {
    const drifted = [
      ...driftedIn(await refreshOnlyPlan(folder), readFileSync(join(folder, 'cdk.tf.json'), 'utf8')),
      ...(stack === 'flux-instance' ? await secretsWithDrift(fleet, state) : []),
    ];
    console.log(`${stack}:${drifted.length === 0 ? ' no drift' : ''}`);
    for (const resource of drifted) console.log(`- ${describe(resource)}`);
    return drifted.length === 0 ? 0 : 2;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    console.log(`${stack}: not known\n${stderr?.trim() ?? message}`);
    return 1;
  }
}

/** Those whose content no state has, so that no plan sees it. */
async function secretsWithDrift(fleet: FleetConfig, state: StackState): Promise<readonly Drifted[]> {
  if (fluxSecrets(fleet.flux).length === 0) return [];
  const drifted = await driftedSecrets({ fleet, state, cluster: clusterOf(fleet) });
  return drifted.map(({ address }) => ({ address, attributes: ['data'] }));
}

function describe({ address, attributes }: Drifted): string {
  return attributes === undefined
    ? `${address} does not exist any more`
    : `${address} differs in ${attributes.join(', ')}`;
}

/** Gives the plan as JSON. It takes no lock, since it changes nothing. */
async function refreshOnlyPlan(folder: string): Promise<string> {
  const output = mkdtempSync(join(tmpdir(), 'infra-fleet-drift-'));
  const file = join(output, 'plan');
  try {
    await terraform(folder, 'init', '-input=false');
    await terraform(folder, 'plan', '-refresh-only', '-input=false', '-lock=false', `-out=${file}`);
    return await terraform(folder, 'show', '-json', file);
  } finally {
    rmSync(output, { recursive: true });
  }
}

async function terraform(cwd: string, command: string, ...args: readonly string[]): Promise<string> {
  const program = process.env.INFRA_FLEET_TERRAFORM ?? 'terraform';
  const { stdout } = await promisify(execFile)(program, [command, '-no-color', ...args], {
    cwd,
    maxBuffer: 512 * 1024 * 1024,
  });
  return stdout;
}
