import { partitionOf } from '../../lib/aws/partitions';
import { fleetTags } from '../../lib/aws/tags';
import type { FleetConfig } from '../../lib/fleet/schema';
import type { AwsClients } from './aws-clients';
import type { Lookup } from './kinds/kind';
import type { StateResource } from './stack-state';

export interface LookupProps {
  readonly fleet: FleetConfig;
  /** What the fleet's states have, and is not looked for. */
  readonly inStates: readonly StateResource[];
  /** @default - with the credentials and the endpoint of the environment */
  readonly clients?: AwsClients;
}

/** Loads the AWS SDK and gives what lookups in a fleet work with. */
export async function lookupIn({ fleet, inStates, clients }: LookupProps): Promise<Lookup> {
  const { awsClients } = await import('./aws-clients.js');
  const { account, region } = fleet.aws;
  const { Environment, ManagedBy } = fleetTags(fleet);
  const known = new Set(inStates.map(({ type, id }) => `${type} ${id}`));
  return {
    clients: clients ?? awsClients(region),
    account,
    partition: partitionOf(region),
    ownTags: { Environment: Environment!, ManagedBy: ManagedBy! },
    isKnown: (type, id) => known.has(`${type} ${id}`),
  };
}
