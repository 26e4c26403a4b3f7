import { maxPods } from '../cluster/max-pods';
import { addressCount, parseCidr } from '../validation/cidr';
import type { Fault } from '../validation/field';
import { interfaceEndpoints, type EndpointSettings } from '../network/interface-endpoints';
import { planPodSubnets, planSubnets } from '../network/subnet-plan';

/** What of the network decides how many addresses there are. */
export interface AddressSpace extends EndpointSettings {
  readonly cidr: string;
  readonly podCidr?: string | undefined;
  readonly zones: readonly string[];
}

/** What of a node group decides how many addresses are asked for. */
export interface AddressDemand {
  readonly maxSize: number;
  /** @default - all zones of the network */
  readonly zones?: readonly string[] | undefined;
  readonly instanceTypes: readonly string[];
}

/** Prefix delegation gives a node's interfaces blocks of this many addresses (a /28), which must lie free as a whole. */
const blockSize = 16;

/** Blocks at the two ends of a subnet, which are never free: AWS reserves its first four addresses and its last. */
const reservedBlocks = 2;

const reservedAddresses = 5;

/** A fault of one of the two blocks. */
type AddressFault = Fault<readonly ['network', 'cidr' | 'podCidr']>;

/**
 * The faults of a network whose subnets cannot hold the largest number of nodes, each group spread evenly over the zones,
 * with all their pods: every node takes a /28 for each 16 pods and keeps one more ready (vpc-cni's WARM_PREFIX_TARGET
 * of 1). Without prefix delegation only the nodes themselves are counted.
 */
export function addressFaults(
  network: AddressSpace,
  groups: readonly AddressDemand[],
  { prefixDelegation, karpenter }: { readonly prefixDelegation: boolean; readonly karpenter: boolean },
): readonly AddressFault[] {
  const podSubnets = network.podCidr !== undefined;
  const nodesInZone = ({ maxSize, zones = network.zones }: AddressDemand) =>
    Math.ceil(maxSize / zones.length);
  const demand: ZoneDemand = {
    nodes: sum(groups, ({ maxSize }) => maxSize),
    blocks: prefixDelegation
      ? sum(groups, (group) => nodesInZone(group) * blocksOfNode(group, podSubnets))
      : 0,
    addresses: sum(groups, nodesInZone) + interfaceEndpoints(network, karpenter).length,
  };
  if (network.podCidr === undefined) return sharedSubnetFaults(network, demand);
  return [...podSubnetFaults(network.podCidr, network, demand), ...nodeSubnetFaults(network, demand)];
}

/** What the nodes ask for in one zone; `nodes` is their number in all zones. */
interface ZoneDemand {
  readonly nodes: number;
  readonly blocks: number;
  /** Of nodes and interface endpoints themselves. */
  readonly addresses: number;
}

function sharedSubnetFaults({ cidr, zones }: AddressSpace, demand: ZoneDemand): readonly AddressFault[] {
  const subnet = planSubnets(cidr, zones)[0]!.privateCidr;
  const free = blocksIn(subnet) - Math.ceil(demand.addresses / blockSize);
  if (free >= demand.blocks) return [];
  return [
    {
      at: ['network', 'cidr'],
      problem: `is too small for ${demand.nodes} nodes: their pods take ${demand.blocks} blocks of /28 per zone, and a private subnet (/${prefixOf(subnet)}) has ${Math.max(free, 0)} free`,
      allowed: 'a block with room for maxSize nodes of all groups and their pods',
      remedy:
        'Enlarge it, lower maxSize, or give the pods a block of their own with network.podCidr, for example 100.64.0.0/16.',
    },
  ];
}

function podSubnetFaults(
  podCidr: string,
  { zones }: AddressSpace,
  demand: ZoneDemand,
): readonly AddressFault[] {
  const subnet = planPodSubnets(podCidr, zones)[0]!.podCidr;
  const free = blocksIn(subnet);
  if (free >= demand.blocks) return [];
  return [
    {
      at: ['network', 'podCidr'],
      problem: `is too small for ${demand.nodes} nodes: their pods take ${demand.blocks} blocks of /28 per zone, and a pod subnet (/${prefixOf(subnet)}) has ${free} free`,
      allowed: 'a block with room for the pods of maxSize nodes of all groups',
      remedy: 'Enlarge it, or lower maxSize.',
    },
  ];
}

function nodeSubnetFaults({ cidr, zones }: AddressSpace, demand: ZoneDemand): readonly AddressFault[] {
  const subnet = planSubnets(cidr, zones)[0]!.privateCidr;
  const free = addressCount(parseCidr(subnet)!) - reservedAddresses;
  if (free >= demand.addresses) return [];
  return [
    {
      at: ['network', 'cidr'],
      problem: `is too small for ${demand.nodes} nodes: they and the interface endpoints take ${demand.addresses} addresses per zone, and a private subnet (/${prefixOf(subnet)}) has ${free}`,
      allowed: 'a block with room for maxSize nodes of all groups',
      remedy: 'Enlarge it, or lower maxSize.',
    },
  ];
}

function blocksOfNode({ instanceTypes }: AddressDemand, podSubnets: boolean): number {
  return Math.ceil(maxPods(instanceTypes, podSubnets) / blockSize) + 1;
}

function sum<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}

function blocksIn(cidr: string): number {
  return Math.max(Math.floor(addressCount(parseCidr(cidr)!) / blockSize) - reservedBlocks, 0);
}

function prefixOf(cidr: string): number {
  return parseCidr(cidr)!.prefix;
}
