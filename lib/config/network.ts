import { z } from 'zod';
import { isRegion } from './aws';
import { contains, overlaps, parseCidr, type Cidr } from './cidr';
import { cidrField, prefixFault } from './cidr-field';
import type { Context } from './context';
import { between, pattern, text, uniqueList, type Fault } from './field';

/** RFC 1918, and RFC 6598 which EKS supports for pods and nodes. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map(knownCidr);

/**
 * Docker's bridge, which several AWS services run on their hosts.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html advises against it for a VPC.
 */
const DOCKER = knownCidr('172.17.0.0/16');

/** The VPC and what is carved from it. */
export function networkSchema({ region }: Context) {
  const mapping = z.strictObject({
    /** The VPC's block: private, /16 (65,536 addresses, the most that a VPC can have) to /24. */
    cidr: cidrField(
      'a block between /16 and /24, for example 10.0.0.0/16',
      (block) => prefixFault(block, 16, 24) ?? rangeFault(block),
    ),

    /** Names of 2 to 4 availability zones. A public and a private subnet are made in each; append, never reorder. */
    zones: uniqueList(
      text(`an availability zone of ${region}, for example ${region}a`, (zone) =>
        isRegion(region) && !isZoneOf(zone, region)
          ? { problem: `is not an availability zone of ${region}` }
          : undefined,
      ),
      '2 to 4 availability zones of aws.region',
      (zones) =>
        zones.length < 2 || zones.length > 4
          ? { problem: `has ${zones.length} ${zones.length === 1 ? 'zone' : 'zones'}` }
          : undefined,
    ),

    /** NAT gateways: one for all zones, or one a zone, which survives the loss of a zone. Default: single. */
    nat: z.enum(['single', 'zone']).default('single'),

    /** Networks that the VPC will be connected with. Nothing is made of them; no block may overlap. Default: none. */
    peers: z
      .array(
        z.strictObject({
          /** What people call it. */
          name: pattern('1 to 63 letters, digits, and _ . -', /^[A-Za-z0-9_.-]{1,63}$/, 'is not a name'),

          /** Its block. */
          cidr: cidrField('an IPv4 CIDR, for example 10.8.0.0/16'),
        }),
      )
      .describe('a list of networks, each with name and cidr')
      .default([]),
  });

  return between(mapping, ['cidr', 'peers'], ({ cidr, peers }) => [
    ...peers.flatMap((peer, index) =>
      overlapFault(peer.cidr, 'network.cidr', cidr, ['peers', index, 'cidr']),
    ),
    ...peers.flatMap((peer, index) =>
      peers
        .slice(0, index)
        .flatMap((other, earlier) =>
          overlapFault(peer.cidr, `network.peers[${earlier}].cidr`, other.cidr, ['peers', index, 'cidr']),
        ),
    ),
  ]);
}

/** The fault of a block that overlaps another. Both are valid. */
export function overlapFault(
  cidr: string,
  otherKey: string,
  otherCidr: string,
  at: readonly (string | number)[],
): readonly Fault[] {
  if (!overlaps(knownCidr(cidr), knownCidr(otherCidr))) return [];
  return [
    {
      at,
      problem: `overlaps ${otherKey} ${otherCidr}`,
      allowed: `a block without an address of ${otherCidr}`,
      remedy: `Change it, or ${otherKey}.`,
    },
  ];
}

function rangeFault(block: Cidr): Fault | undefined {
  if (!PRIVATE.some((range) => contains(range, block)))
    return {
      problem: 'is not a private range',
      allowed: 'a block in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10',
    };
  if (overlaps(block, DOCKER))
    return {
      problem: 'overlaps 172.17.0.0/16, which Docker and several AWS services use on their hosts',
      allowed: 'a private block outside 172.17.0.0/16',
    };
  return undefined;
}

function isZoneOf(zone: string, region: string): boolean {
  return zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length));
}

function knownCidr(text: string): Cidr {
  const block = parseCidr(text);
  if (!block) throw new TypeError(`${text} is not an IPv4 CIDR`);
  return block;
}
