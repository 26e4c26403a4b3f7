import type { AwsSettings } from './settings';

/** The part of a fleet that its tags come from. */
export interface TaggedFleet {
  readonly environment: string;
  readonly aws: Pick<AwsSettings, 'tags'>;
}

/** The tags of every AWS resource of a fleet: whose it is and what made it, and what the fleet file adds. */
export function fleetTags(fleet: TaggedFleet): Record<string, string> {
  return { Environment: fleet.environment, ManagedBy: 'infra-fleet', ...fleet.aws.tags };
}
