import { createHash } from 'node:crypto';
import { longestNames } from './longest-names';

/** The name of a contract's value as a Terraform output: `privateSubnetIds` is `private_subnet_ids`. */
export function outputName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** The name of a stack as part of a Terraform identifier: `flux-operator` is `flux_operator`. */
export function identifier(stack: string): string {
  return stack.replaceAll('-', '_');
}

/** The name of a role in a cluster's service. */
export function roleName(cluster: string, purpose: string): string {
  return boundedName(cluster, purpose, 'aws_iam_role');
}

/**
 * The name of something that a cluster has for a purpose. Where the two are too long together the cluster's name is cut,
 * or the purpose where that is too long alone, and a digest of the whole keeps what differs apart.
 */
export function boundedName(cluster: string, purpose: string, type: keyof typeof longestNames): string {
  const longest = longestNames[type];
  const name = `${cluster}-${purpose}`;
  if (name.length <= longest) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const left = longest - purpose.length - digest.length - 2;
  if (left < 1) return `${name.slice(0, longest - digest.length - 1)}-${digest}`;
  return `${cluster.slice(0, left)}-${digest}-${purpose}`;
}
