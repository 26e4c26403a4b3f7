/**
 * What nodes, add-ons and a Session Manager shell need of AWS where no NAT gateway leads out. S3 has a gateway endpoint.
 * https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html. The SSM agent of today needs no ec2messages, which newer
 * regions don't have (https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html).
 */
const neededWithoutNat = [
  'autoscaling',
  'ec2',
  'ecr.api',
  'ecr.dkr',
  'eks',
  'eks-auth',
  'elasticloadbalancing',
  'kms',
  'logs',
  'ssm',
  'ssmmessages',
  'sts',
] as const;

/** Karpenter hears of interruptions through a queue. */
const neededByKarpenter = ['sqs'] as const;

/** The keys of `network` that decide which interface endpoints there are. */
export interface EndpointSettings {
  readonly nat: 'single' | 'zone' | 'none';
  /** More of them, whatever `nat` is. */
  readonly endpoints: readonly string[];
}

/**
 * The services with an interface endpoint in every zone, each once, in alphabetical order.
 *
 * @param karpenter whether the cluster has Karpenter
 */
export function interfaceEndpoints(
  { nat, endpoints }: EndpointSettings,
  karpenter: boolean,
): readonly string[] {
  const needed = nat === 'none' ? [...neededWithoutNat, ...(karpenter ? neededByKarpenter : [])] : [];
  return [...new Set([...needed, ...endpoints])].sort();
}
