import { createHash } from 'node:crypto';

/** What EKS can't change in a node group (https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html). */
export interface FixedByCreation {
  readonly name: string;
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  readonly capacityType: string;
  /** Zones that the group is in by choice. @default - it keeps those that there were when it was made */
  readonly zones?: readonly string[] | undefined;
}

/**
 * The name of a node group in its cluster: another one as soon as something changes that needs a new group, so that the new
 * group can be made while the old one still runs.
 */
export function replaceableName(group: FixedByCreation): string {
  const { name, instanceTypes, amiType, capacityType, zones } = group;
  const chosen = zones === undefined ? [] : [[...zones].sort()];
  const digest = createHash('sha256').update(
    JSON.stringify([instanceTypes, amiType, capacityType, ...chosen]),
  );
  return `${name}-${digest.digest('hex').slice(0, 8)}`;
}
