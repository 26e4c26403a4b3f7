/** EKS's cap on managed nodes, however many addresses there are: 110 pods on up to 30 virtual processors, 250 on more. */
const mostOnSmall = 110;
const mostOnLarge = 250;
/** The first size with more than 30 virtual processors, in multiples of xlarge (4 each). */
const largeFrom = 8;

/** Instance types whose addresses are fewer than what Amazon recommends: network interfaces, and addresses on each. */
const fewAddresses: readonly (readonly [type: RegExp, interfaces: number, addresses: number])[] = [
  [/^t\w+\.(nano|micro)$/, 2, 2],
  [/^t\w+\.small$/, 3, 4],
  [/^(?!t)\w+\.medium$/, 2, 4],
];

const addressesOfPrefix = 16;
/** Pods on the host's own network that every node has: vpc-cni and kube-proxy. */
const hostPods = 2;

/**
 * The pods that a node can have with prefix delegation (vpc-cni's ENABLE_PREFIX_DELEGATION): each network interface has
 * 16 addresses for every one that it had, less its own. With several instance types the smallest number counts. EKS sets
 * the number on the nodes of managed groups itself, and its value takes precedence over that of a launch template.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/cni-increase-ip-addresses.html
 * https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html#max-pods-precedence
 *
 * @param podSubnets whether pods have subnets of their own: then they can't use a node's first interface
 */
export function maxPods(instanceTypes: readonly string[], podSubnets = false): number {
  return Math.min(...instanceTypes.map((type) => Math.min(recommended(type), available(type, podSubnets))));
}

function available(instanceType: string, podSubnets: boolean): number {
  const few = fewAddresses.find(([type]) => type.test(instanceType));
  if (few === undefined) return Infinity;
  const [, interfaces, addresses] = few;
  return (interfaces - (podSubnets ? 1 : 0)) * (addresses - 1) * addressesOfPrefix + hostPods;
}

function recommended(instanceType: string): number {
  const size = instanceType.split('.')[1] ?? '';
  const [, multiple = '0'] = /^(\d+)xlarge$/.exec(size) ?? [];
  return Number(multiple) >= largeFrom || size.startsWith('metal') ? mostOnLarge : mostOnSmall;
}
