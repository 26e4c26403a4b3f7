import { AwsError } from '../message.js';
import type { RememberedFields } from '../remembered-fields.js';
import type { Subnet } from './cluster-network.js';

/** The zones that each cluster was made in: its subnets must stay in them. */
export class ZonesOfCreation {
  constructor(private readonly remembered: RememberedFields) {}

  keep(cluster: string, subnets: readonly Subnet[]): void {
    this.remembered.set(key(cluster), { zones: [...new Set(subnets.map(({ zone }) => zone))] });
  }

  /** @throws AwsError for a subnet in another zone */
  refuseOthers(cluster: string, subnets: readonly Subnet[]): void {
    const { zones } = this.remembered.get(key(cluster)) as { zones?: readonly string[] };
    const other = subnets.find(({ zone }) => zones?.includes(zone) === false);
    if (other === undefined) return;
    throw new AwsError(
      400,
      'InvalidParameterException',
      `Subnet ${other.subnetId} is in the Availability Zone ${other.zone}: subnets must be in the zones that were specified ` +
        `during cluster creation, ${zones!.join(', ')}`,
    );
  }
}

/** Below the cluster's key, so that forgetting the cluster forgets its zones. */
function key(cluster: string): string {
  return `cluster/${cluster}/zones`;
}
