import { formatCidr, parseCidr, subdivide } from './cidr';

/** The subnets of one availability zone. */
export interface ZoneSubnets {
  readonly zone: string;
  /** For nodes and pods: half of the zone's share, a /19 of a /16. */
  readonly privateCidr: string;
  /** For load balancers and NAT gateways: a quarter of the zone's share, a /20 of a /16. */
  readonly publicCidr: string;
}

/**
 * Carves a VPC's block. Every zone gets one of four equal shares in the order of the zones, so that a zone added at
 * the end moves none of the others; the last quarter of each share stays free. The smallest network, a /24, leaves
 * /28 for the public subnets, the smallest that a VPC can have.
 *
 * @param cidr a block between /16 and /24
 * @param zones at most four
 */
export function planSubnets(cidr: string, zones: readonly string[]): readonly ZoneSubnets[] {
  const network = parseCidr(cidr);
  if (!network) throw new TypeError(`${cidr} is not an IPv4 CIDR`);
  return zones.map((zone, index) => {
    const share = subdivide(network, network.prefix + 2, index);
    return {
      zone,
      privateCidr: formatCidr(subdivide(share, share.prefix + 1, 0)),
      publicCidr: formatCidr(subdivide(share, share.prefix + 2, 2)),
    };
  });
}
