import { formatCidr, parseCidr, subdivide, type Cidr } from '../validation/cidr';

/** The subnets of one availability zone. */
export interface ZoneSubnets {
  readonly zone: string;
  /** For nodes, and for pods unless these have a block of their own: half of the zone's share, a /19 of a /16. */
  readonly privateCidr: string;
  /** For load balancers and NAT gateways: a quarter of the zone's share, a /20 of a /16. */
  readonly publicCidr: string;
  /** For the control plane's interfaces: the start of the last quarter, a /24 of a /16, a /28 of a /20 and below. */
  readonly intraCidr: string;
}

/** The pods' subnet of one availability zone. */
export interface ZonePodSubnet {
  readonly zone: string;
  readonly podCidr: string;
}

/** The smallest subnet that a VPC can have. */
const smallestSubnet = 28;

/**
 * Carves a VPC's block. Every zone gets one of four equal shares in the order of the zones, so that a zone added at
 * the end moves none of the others; what the last quarter of each share has behind the control plane's subnet stays
 * free. The smallest network, a /24, leaves /28 for the public subnets.
 *
 * @param cidr a block between /16 and /24
 * @param zones at most four
 */
export function planSubnets(cidr: string, zones: readonly string[]): readonly ZoneSubnets[] {
  return shares(cidr, zones).map(({ zone, share }) => ({
    zone,
    privateCidr: formatCidr(subdivide(share, share.prefix + 1, 0)),
    publicCidr: formatCidr(subdivide(share, share.prefix + 2, 2)),
    intraCidr: formatCidr(startOfLastQuarter(share, Math.min(share.prefix + 6, smallestSubnet))),
  }));
}

/**
 * Carves the pods' block: every zone gets one of four equal shares whole, a /18 of a /16, in the order of the zones.
 *
 * @param cidr a block between /16 and /24
 * @param zones at most four
 */
export function planPodSubnets(cidr: string, zones: readonly string[]): readonly ZonePodSubnet[] {
  return shares(cidr, zones).map(({ zone, share }) => ({ zone, podCidr: formatCidr(share) }));
}

function shares(cidr: string, zones: readonly string[]): { zone: string; share: Cidr }[] {
  const network = parseCidr(cidr);
  if (!network) throw new TypeError(`${cidr} is not an IPv4 CIDR`);
  return zones.map((zone, index) => ({ zone, share: subdivide(network, network.prefix + 2, index) }));
}

function startOfLastQuarter(share: Cidr, prefix: number): Cidr {
  return subdivide(subdivide(share, share.prefix + 2, 3), prefix, 0);
}
