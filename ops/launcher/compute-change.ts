import * as z from 'zod';
import { plannedUpdates } from './planned-updates';

const cluster = z
  .object({
    name: z.string(),
    compute_config: z.array(z.object({ enabled: z.boolean().nullish() })).nullish(),
  })
  .nullish();

/**
 * Why a plan that switches EKS Auto Mode on or off in a cluster that runs must not be applied. Switched on, Terraform removes the node
 * groups while nothing says that Auto Mode's nodes, which are in the cluster's subnets of before, can take their pods; switched off, EKS
 * deletes the nodes of Auto Mode (https://docs.aws.amazon.com/eks/latest/userguide/auto-disable.html).
 *
 * @param planJson what `terraform show -json <plan file>` writes
 * @returns undefined when nothing speaks against it
 */
export function computeRefusal(planJson: string): string | undefined {
  for (const change of plannedUpdates(planJson, 'aws_eks_cluster')) {
    const before = cluster.parse(change.before);
    const isOn = isAuto(before);
    if (isOn === isAuto(cluster.parse(change.after))) continue;
    const [from, to] = isOn ? ['auto', 'nodeGroups'] : ['nodeGroups', 'auto'];
    return [
      `Refused: cluster.compute would change from ${from} to ${to} while the cluster ${before?.name} runs, which removes its nodes before ` +
        'their pods have other ones.',
      `Nothing was changed. Set cluster.compute to ${from} again. For a cluster with the other, write a fleet file with another`,
      'environment, deploy it, let Flux bring the workloads there, then destroy this fleet.',
    ].join('\n');
  }
  return undefined;
}

function isAuto(state: z.output<typeof cluster>): boolean {
  return state?.compute_config?.[0]?.enabled === true;
}
