import * as z from 'zod';
import { isRegion } from '../aws/regions';
import { contains, overlaps, parseCidr, type Cidr } from '../validation/cidr';
import { cidrField, prefixFault } from '../validation/cidr-field';
import type { Context } from '../validation/context';
import { pattern, shorthand, text, uniqueList, withRulesBetween, type Fault } from '../validation/field';
import type { DeepReadonly } from '../validation/deep-readonly';
import type { Path } from '../validation/path';
import { logRetentionDays } from '../aws/log-retention';
import { existingFaults, existingSchema } from './existing-settings';
import { countableZones } from './zones';

/** The shared address space of RFC 6598, which can be added to a VPC of any private range. */
const sharedRange = '100.64.0.0/10';

/** RFC 1918, and RFC 6598 which EKS supports for pods and nodes. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', sharedRange].map(knownCidr);

/**
 * Docker's bridge, which several AWS services run on their hosts.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html advises against it for a VPC.
 */
const dockerRange = knownCidr('172.17.0.0/16');

/** The VPC and what is carved from it. */
export function networkSchema({ region }: Context) {
  const mapping = z.strictObject({
    /** The VPC's block: private, /16 (65,536 addresses, the most that a VPC can have) to /24. */
    cidr: cidrField(
      'a block between /16 and /24, for example 10.0.0.0/16',
      (block) => prefixFault(block, 16, 24) ?? rangeFault(block),
    ),

    /**
     * 2 to 4 availability zones by name, or their number, which stands for the first of the region in a fixed order. Each
     * zone gets its subnets; append, never reorder.
     */
    zones: zonesField(region),

    /**
     * A block for the pods alone, added to the VPC: for networks with few addresses, since those of 100.64.0.0/10 may be
     * the same in many VPCs. @default - pods share the private subnets with the nodes
     */
    podCidr: cidrField(
      `a block between /16 and /24 in ${sharedRange}, for example 100.64.0.0/16`,
      (block) => prefixFault(block, 16, 24) ?? sharedRangeFault(block),
    ).optional(),

    /**
     * NAT gateways: one for all zones; one per zone, which survives the loss of a zone; or none, which leaves the private
     * subnets without a way to the internet and makes the interface endpoints that they need instead. @default single
     */
    nat: z.enum(['single', 'zone', 'none']).default('single'),

    /** AWS services with an interface endpoint, besides those that `nat: none` makes. @default none */
    endpoints: uniqueList(
      text('names of AWS services without their region, for example sqs', endpointFault),
      'a list of AWS services, for example [sqs]',
    ).default([]),

    /** The record of the VPC's connections in CloudWatch. */
    flowLogs: z
      .strictObject({
        /** What is recorded. @default ALL */
        traffic: z.enum(['ALL', 'ACCEPT', 'REJECT']).default('ALL'),

        /** Days after which it is deleted. @default 365 */
        retentionDays: logRetentionDays().default(365),
      })
      .prefault({}),

    /** A VPC that is there, with its subnets: then nothing is made. @default - the VPC is made */
    existing: existingSchema.optional(),

    /** Networks that the VPC will be connected with. Nothing is made of them; no block may overlap. @default none */
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

  const peersApart = withRulesBetween(mapping, ['cidr', 'peers'], ({ cidr, peers }) => [
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
  const podsApart = withRulesBetween(peersApart, ['cidr', 'podCidr'], ({ cidr, podCidr }) =>
    podCidr === undefined ? [] : overlapFault(podCidr, 'network.cidr', cidr, ['podCidr']),
  );
  const apart = withRulesBetween(podsApart, ['podCidr', 'peers'], ({ podCidr, peers }) =>
    podCidr === undefined
      ? []
      : peers.flatMap((peer, index) =>
          overlapFault(peer.cidr, 'network.podCidr', podCidr, ['peers', index, 'cidr']),
        ),
  );
  return withRulesBetween(apart, ['existing', 'zones', 'nat', 'endpoints', 'podCidr'], existingFaults);
}

/** The section `network`, with every default filled in. */
export type NetworkSettings = DeepReadonly<z.output<ReturnType<typeof networkSchema>>>;

function zonesField(region: string) {
  const names = uniqueList(
    text(`an availability zone of ${region}, for example ${region}a`, (zone) =>
      isRegion(region) && !isZoneOf(zone, region)
        ? { problem: `is not an availability zone of ${region}` }
        : undefined,
    ),
    '2 to 4 availability zones of aws.region, by name or by number',
    (zones) =>
      zones.length < 2 || zones.length > 4
        ? { problem: `has ${zones.length} ${zones.length === 1 ? 'zone' : 'zones'}` }
        : undefined,
  );
  return shorthand(names, (value) => {
    if (typeof value !== 'number' || !isRegion(region)) return { full: value };
    const countable = countableZones(region);
    if (Number.isInteger(value) && value >= 2 && value <= countable.length)
      return { full: countable.slice(0, value) };
    return countable.length === 0
      ? {
          problem: `cannot be a number in ${region}: EKS has no control planes in one zone, whose letter differs by account`,
          allowed: 'a list of 2 to 4 names',
          remedy: `Write the names of the zones: [${region}a, ${region}b].`,
        }
      : {
          problem: `is not a number of zones that every account has in ${region}`,
          allowed: `a whole number from 2 to ${countable.length}, or a list of 2 to 4 names`,
        };
  });
}

function endpointFault(service: string): Fault | undefined {
  if (service === 's3')
    return { problem: 'has a gateway endpoint in every network', remedy: 'Remove it from the list.' };
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)?$/.test(service)) return undefined;
  return { problem: 'is not the name of an AWS service' };
}

/** The fault of a block that overlaps another. Both are valid. */
export function overlapFault<const At extends Path>(
  cidr: string,
  otherKey: string,
  otherCidr: string,
  at: At,
): readonly Fault<At>[] {
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
  if (!privateRanges.some((range) => contains(range, block)))
    return {
      problem: 'is not a private range',
      allowed: 'a block in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10',
    };
  if (overlaps(block, dockerRange))
    return {
      problem: 'overlaps 172.17.0.0/16, which Docker and several AWS services use on their hosts',
      allowed: 'a private block outside 172.17.0.0/16',
    };
  return undefined;
}

function sharedRangeFault(block: Cidr): Fault | undefined {
  return contains(knownCidr(sharedRange), block) ? undefined : { problem: `is not in ${sharedRange}` };
}

function isZoneOf(zone: string, region: string): boolean {
  return zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length));
}

function knownCidr(text: string): Cidr {
  const block = parseCidr(text);
  if (!block) throw new TypeError(`${text} is not an IPv4 CIDR`);
  return block;
}
