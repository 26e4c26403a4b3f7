import type { NodegroupScalingConfig } from '@aws-sdk/client-eks';
import * as z from 'zod';
import type { AwsClients } from '../recovery/aws-clients';
import { plannedUpdates } from './planned-updates';

/** How long EKS gets to change the sizes of a group, in seconds. */
const longestWait = 600;

const sizes = z.object({ min_size: z.number(), max_size: z.number(), desired_size: z.number() });

const nodeGroup = z
  .object({
    cluster_name: z.string().optional(),
    node_group_name: z.string().optional(),
    scaling_config: z.array(sizes).optional(),
  })
  .nullish();

/** A node group whose new `minSize` is above the nodes that it runs. */
export interface SmallGroup {
  readonly clusterName: string;
  readonly nodegroupName: string;
  readonly scalingConfig: Required<NodegroupScalingConfig>;
}

/**
 * The node groups of a plan that EKS would refuse to change: Terraform leaves `desiredSize` to whoever scales a group, and EKS does
 * not raise it with `minSize`.
 *
 * @param planJson what `terraform show -json <plan file>` writes
 */
export function smallGroups(planJson: string): readonly SmallGroup[] {
  return plannedUpdates(planJson, 'aws_eks_node_group').flatMap(({ after }) => {
    const {
      cluster_name: clusterName,
      node_group_name: nodegroupName,
      scaling_config,
    } = nodeGroup.parse(after) ?? {};
    const sizes = scaling_config?.[0];
    if (clusterName === undefined || nodegroupName === undefined || sizes === undefined) return [];
    const { min_size: minSize, max_size: maxSize, desired_size } = sizes;
    if (minSize <= desired_size) return [];
    return [{ clusterName, nodegroupName, scalingConfig: { minSize, maxSize, desiredSize: minSize } }];
  });
}

/** Gives groups their new sizes, with as many nodes as `minSize` asks for, and waits until EKS has taken them. */
export async function raiseDesiredSizes(
  groups: readonly SmallGroup[],
  { eks: client }: Pick<AwsClients, 'eks'>,
  say: (line: string) => void,
): Promise<void> {
  // Loads the AWS SDK, which most applies do without.
  const { UpdateNodegroupConfigCommand, waitUntilNodegroupActive } = await import('@aws-sdk/client-eks');
  for (const group of groups) {
    const { nodegroupName, clusterName, scalingConfig } = group;
    say(`Raising the node group ${nodegroupName} to ${scalingConfig.desiredSize} nodes, its new minSize.`);
    await client.send(new UpdateNodegroupConfigCommand(group));
    await waitUntilNodegroupActive(
      { client, maxWaitTime: longestWait, minDelay: 1, maxDelay: 15 },
      { clusterName, nodegroupName },
    );
  }
}
