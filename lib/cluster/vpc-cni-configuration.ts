export interface VpcCniConfigurationProps {
  /** Whether pods get their addresses from prefixes of 16. */
  readonly prefixDelegation: boolean;
  /** Whether Kubernetes network policies are enforced. */
  readonly networkPolicy: boolean;
  readonly region: string;
  /** Subnets for pods alone, by zone. @default - pods share the subnets of their nodes */
  readonly podSubnetIds?: Readonly<Record<string, string>>;
}

/** The settings of the add-on vpc-cni. Its schema takes texts where a boolean is meant, except in `create`. */
export function vpcCniConfiguration(props: VpcCniConfigurationProps): Readonly<Record<string, unknown>> {
  const { prefixDelegation, networkPolicy, region, podSubnetIds } = props;
  return {
    enableNetworkPolicy: String(networkPolicy),
    env: {
      ENABLE_PREFIX_DELEGATION: String(prefixDelegation),
      ...(prefixDelegation && { WARM_PREFIX_TARGET: '1' }),
      ...(podSubnetIds !== undefined && {
        AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true',
        ENI_CONFIG_LABEL_DEF: 'topology.kubernetes.io/zone',
      }),
    },
    ...(podSubnetIds !== undefined && {
      eniConfig: { create: true, region, subnets: eniConfigs(podSubnetIds) },
    }),
  };
}

/** Without security groups of their own, pods have those of their node. */
function eniConfigs(podSubnetIds: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(podSubnetIds).map(([zone, id]) => [zone, { id }]));
}
