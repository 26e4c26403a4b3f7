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

/**
 * The name of a role in a cluster's service. Where cluster and purpose are too long together the cluster's name is cut
 * and a digest of the whole keeps the roles of different clusters apart.
 */
export function roleName(cluster: string, purpose: string): string {
  const name = `${cluster}-${purpose}`;
  if (name.length <= longestRoleName) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${cluster.slice(0, longestRoleName - purpose.length - digest.length - 2)}-${digest}-${purpose}`;
}
