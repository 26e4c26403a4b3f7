import type { FleetConfig } from '../fleet/schema';

/** The tags of every AWS resource of a fleet: whose it is and what made it, and what the fleet file adds. */
export function fleetTags(fleet: FleetConfig): Record<string, string> {
  return { Environment: fleet.environment, ManagedBy: 'infra-fleet', ...fleet.aws.tags };
}
