import { createHash } from 'node:crypto';

/** The name of a contract's value as a Terraform output: `privateSubnetIds` is `private_subnet_ids`. */
export function outputName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name of a stack as part of a Terraform identifier: `flux-operator` is `flux_operator`. */
export function identifier(stack: string): string {
  return stack.replaceAll('-', '_');
}

/** The longest name that IAM accepts for a role (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const longestRoleName = 64;

/** The longest names that EventBridge accepts for a rule, and SQS for a queue. */
export const longestRuleName = 64;
export const longestQueueName = 80;

/** The name of a role in a cluster's service. */
export function roleName(cluster: string, purpose: string): string {
  return boundedName(cluster, purpose, longestRoleName);
}

/**
 * The name of something that a cluster has for a purpose. Where the two are too long together the cluster's name is cut
 * and a digest of the whole keeps what belongs to different clusters apart.
 */
export function boundedName(cluster: string, purpose: string, longest: number): string {
  const name = `${cluster}-${purpose}`;
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${cluster.slice(0, longest - purpose.length - digest.length - 2)}-${digest}-${purpose}`;
}
