import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { FleetConfig } from '../../lib/fleet/schema';
import { fleetNamed } from '../cluster/fleet-cluster';
import { UsageError } from '../usage-error';
import type { Launch } from './launch';

const synthesized = z.object({
  resource: z.object({
    terraform_data: z.object({ deployment: z.object({ input: z.object({ environment: z.string() }) }) }),
  }),
});

/**
 * The fleet of the environment.
 *
 * @throws UsageError when the stack was synthesized for another one: its cluster is not the one to ask
 */
export function fleetOf(launch: Launch): FleetConfig {
  const fleet = fleetNamed(undefined);
  const found = environmentOf(join(launch.folder, 'cdk.tf.json'));
  if (found === undefined || found === fleet.environment) return fleet;
  throw new UsageError(
    `The stack ${launch.stack} was synthesized for the fleet ${found}, and FLEET selects ${fleet.environment}. ` +
      `Nothing was changed. Set FLEET=${found}, or synthesize it again.`,
  );
}

function environmentOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { data } = synthesized.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  return data?.resource.terraform_data.deployment.input.environment;
}
