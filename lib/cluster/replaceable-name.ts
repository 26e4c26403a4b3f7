import { createHash } from 'node:crypto';

/** What EKS can't change in a node group (https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html). */
export interface FixedByCreation {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  readonly capacityType: string;
}

/**
 * The name of a node group in its cluster: another one as soon as something changes that needs a new group, so that the new
 * group can be made while the old one still runs.
 */
export function replaceableName({ name, instanceTypes, amiType, capacityType }: FixedByCreation): string {
  const digest = createHash('sha256').update(JSON.stringify([instanceTypes, amiType, capacityType]));
  return `${name}-${digest.digest('hex').slice(0, 8)}`;
}
