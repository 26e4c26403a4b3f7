import * as z from 'zod';
import { pattern, uniqueList, withRulesBetween, type Faults } from '../validation/field';

const kinds = ['publicSubnetIds', 'privateSubnetIds', 'intraSubnetIds', 'podSubnetIds'] as const;

const mapping = z.strictObject({
  vpcId: pattern(
    'the id of a VPC, for example vpc-0123456789abcdef0',
    /^vpc-[0-9a-f]{8,17}$/,
    'is not the id of a VPC',
  ),

  /** For internet-facing load balancers. @default none */
  publicSubnetIds: subnetIds().default([]),

  /** For nodes and internal load balancers. */
  privateSubnetIds: subnetIds(),

  /** For the interfaces of the control plane. @default - the private ones */
  intraSubnetIds: subnetIds().default([]),

  /** For pods alone. @default - pods share the private subnets with the nodes */
  podSubnetIds: subnetIds().default([]),
});

/** A VPC that is there: nothing is made in it. Each list has one subnet for each of `network.zones`, in their order. */
export const existingSchema = withRulesBetween(mapping, kinds, kindFaults);

/** The section `network.existing`, with every default filled in. */
export type ExistingNetwork = Readonly<Record<(typeof kinds)[number], readonly string[]>> & {
  readonly vpcId: string;
};

function subnetIds() {
  return uniqueList(
    pattern(
      'the id of a subnet, for example subnet-0123456789abcdef0',
      /^subnet-[0-9a-f]{8,17}$/,
      'is not the id of a subnet',
    ),
    'a list of ids of subnets, one for each zone in the order of network.zones',
  );
}

/** A subnet has one route table and one purpose. */
function kindFaults(existing: ExistingNetwork): Faults<ExistingNetwork> {
  return kinds.flatMap((kind, index) =>
    existing[kind].flatMap((id, at) => {
      const other = kinds.slice(0, index).find((earlier) => existing[earlier].includes(id));
      if (other === undefined) return [];
      return [
        {
          at: [kind, at] as const,
          problem: `is among ${other} already`,
          allowed: 'each subnet once',
          remedy: 'Name another subnet, or leave the key out where its default fits.',
        },
      ];
    }),
  );
}

interface Network {
  readonly zones: readonly string[];
  readonly existing?: ExistingNetwork | undefined;
  readonly nat: string;
  readonly endpoints: readonly string[];
  readonly podCidr?: string | undefined;
}

/** What does not fit beside a VPC that is there. */
export function existingFaults(network: Network): Faults<Network> {
  const { zones, existing } = network;
  if (existing === undefined) return [];
  const given = [
    ...(network.nat === 'single' ? [] : (['nat'] as const)),
    ...(network.endpoints.length === 0 ? [] : (['endpoints'] as const)),
    ...(network.podCidr === undefined ? [] : (['podCidr'] as const)),
  ];
  return [
    ...given.map((key) => ({
      at: [key] as const,
      problem: 'asks for something in a VPC in which nothing is made',
      allowed: 'no such key beside network.existing',
      remedy:
        key === 'podCidr'
          ? 'Remove it, and name the subnets in network.existing.podSubnetIds.'
          : 'Remove it; whoever makes the VPC decides about its ways out.',
    })),
    ...kinds
      .filter((kind) => existing[kind].length !== zones.length)
      .filter((kind) => kind === 'privateSubnetIds' || existing[kind].length > 0)
      .map((kind) => ({
        at: ['existing', kind] as const,
        problem: `has ${existing[kind].length} subnets, but network.zones has ${zones.length} zones`,
        allowed: 'one subnet for each zone, in the order of network.zones',
        remedy: 'Add or remove a subnet, or change network.zones.',
      })),
  ];
}
