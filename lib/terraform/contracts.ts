/**
 * Everything that stacks pass to each other. A contract names the outputs of one stack, with a placeholder for each: the
 * value that a plan of a downstream stack shows while the stack is not deployed. Placeholders
 * are values that no deployed stack has (`.invalid` is reserved by RFC 2606) and never reach an apply, see `Deployment`.
 */
export interface Contract<Outputs extends OutputValues> {
  /** The stack that publishes the outputs. */
  readonly stack: StackName;
  readonly placeholders: Outputs;
}

/** The values of a contract: strings and lists of strings, which Terraform state keeps without loss. */
export type OutputValues = Readonly<Record<string, string | readonly string[]>>;

/** The four stacks in the order of their deployment. */
export const stackNames = ['network', 'cluster', 'flux-operator', 'flux-instance'] as const;

export type StackName = (typeof stackNames)[number];

/** What the stack `network` publishes. */
export type NetworkOutputs = {
  readonly vpcId: string;
  /** One public subnet per zone, for internet-facing load balancers and NAT gateways. */
  readonly publicSubnetIds: readonly string[];
  /** One private subnet per zone, for nodes and internal load balancers. */
  readonly privateSubnetIds: readonly string[];
  /** One subnet per zone without a way out of the VPC, for the control plane's interfaces. */
  readonly intraSubnetIds: readonly string[];
  /**
   * One subnet per zone for pods alone, in the order of `network.zones`; empty unless the fleet has `network.podCidr`. Pods
   * get there through vpc-cni's custom networking, with one ENIConfig per zone.
   */
  readonly podSubnetIds: readonly string[];
};

/** What the stack `cluster` publishes. */
export type ClusterOutputs = {
  readonly clusterName: string;
  /** The URL of the Kubernetes API. */
  readonly endpoint: string;
  /** The base64-encoded certificate authority of the Kubernetes API. */
  readonly certificateAuthorityData: string;
  /** The queue that tells Karpenter of interruptions; empty without Karpenter. */
  readonly karpenterQueue: string;
  /** The instance profile of Karpenter's nodes; empty without Karpenter. */
  readonly karpenterInstanceProfile: string;
};

/** What the stack `flux-operator` publishes. */
export type FluxOperatorOutputs = {
  /** The namespace of the operator, and so of Flux. */
  readonly namespace: string;
};

/** What the stack `flux-instance` publishes. */
export type FluxInstanceOutputs = {
  /** The name of the FluxInstance, which the operator requires to be `flux`. */
  readonly instanceName: string;
  /** The Git URL that Flux reconciles. */
  readonly syncUrl: string;
};

export const networkContract: Contract<NetworkOutputs> = {
  stack: 'network',
  placeholders: {
    vpcId: 'vpc-not-deployed',
    publicSubnetIds: ['subnet-public-not-deployed'],
    privateSubnetIds: ['subnet-private-not-deployed'],
    intraSubnetIds: ['subnet-intra-not-deployed'],
    podSubnetIds: ['subnet-pods-not-deployed'],
  },
};

export const clusterContract: Contract<ClusterOutputs> = {
  stack: 'cluster',
  placeholders: {
    clusterName: 'cluster-not-deployed',
    endpoint: 'https://cluster-not-deployed.invalid',
    certificateAuthorityData: '',
    karpenterQueue: 'karpenter-not-deployed',
    karpenterInstanceProfile: 'karpenter-not-deployed',
  },
};

export const fluxOperatorContract: Contract<FluxOperatorOutputs> = {
  stack: 'flux-operator',
  placeholders: {
    namespace: 'flux-system-not-deployed',
  },
};

export const fluxInstanceContract: Contract<FluxInstanceOutputs> = {
  stack: 'flux-instance',
  placeholders: {
    instanceName: 'flux-not-deployed',
    syncUrl: 'https://git-not-deployed.invalid',
  },
};
