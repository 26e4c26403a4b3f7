import { join } from 'node:path';
import { readStateIfSynthesized } from '../recovery/stack-state';
import { fleetOf } from './fleet';
import type { Launch } from './launch';

/**
 * Why a destroy that reaches a cluster under deletion protection must not begin: EKS refuses to delete it
 * (https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html), but only after everything above it is gone.
 *
 * @returns undefined when nothing speaks against it
 */
export async function deletionProtection(launch: Launch): Promise<string | undefined> {
  const stacks = launch.cdktf?.selection?.stacks ?? [];
  if (launch.stack !== 'cluster' && !stacks.includes('cluster')) return undefined;
  const state = await readStateIfSynthesized(join(launch.folder, '..', 'cluster'));
  const cluster = state?.resources.find(
    ({ mode, type, attributes }) =>
      mode === 'managed' && type === 'aws_eks_cluster' && attributes.deletion_protection === true,
  );
  if (cluster === undefined) return undefined;
  const { environment } = fleetOf(launch);
  return [
    `Refused: the cluster ${String(cluster.attributes.name)} has deletion protection, so EKS would not delete it.`,
    'Nothing was changed. To destroy it, first turn the protection off:',
    `  set cluster.deletionProtection to false for the fleet ${environment}, and run: cdktf deploy cluster`,
  ].join('\n');
}
