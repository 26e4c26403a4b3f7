import * as z from 'zod';
import { addressFaults } from './address-space';
import { awsSchema } from '../aws/settings';
import { budgetSchema } from '../budget/settings';
import { takenFaults } from '../cluster/pod-identity-settings';
import { clusterSchema, type ClusterSettings } from '../cluster/settings';
import type { Context } from '../validation/context';
import type { DeepReadonly } from '../validation/deep-readonly';
import { withRulesBetween } from '../validation/field';
import { controllersWithRoles } from '../flux/controller-roles';
import { fluxNamespace } from '../flux/namespace';
import { isTaken } from '../flux/variables';
import { fluxSchema, type FluxSettings } from '../flux/settings/settings';
import { jumpboxSchema } from '../jumpbox/settings';
import { networkSchema, overlapFault, type NetworkSettings } from '../network/settings';
import { registrySchema, type RegistrySettings } from '../registry/settings';
import { stateSchema } from '../terraform/state';
import { versionsSchema } from '../terraform/provider-versions';

/** The whole of a fleet file. Pure: what a default or rule needs from elsewhere is in the context. */
export function fleetSchema(context: Context) {
  const mapping = z.strictObject({
    /** Name of the fleet, the same as the file's. It goes into names, tags and Flux's substitutions. */
    environment: z.literal(context.environment).describe(`${context.environment}, the file's name`),

    aws: awsSchema,
    state: stateSchema(context),
    versions: versionsSchema.prefault({}),
    network: networkSchema(context),
    cluster: clusterSchema(context),
    registry: registrySchema.prefault({}),
    jumpbox: jumpboxSchema.prefault({}),

    /** @default none */
    budget: budgetSchema.optional(),

    flux: fluxSchema(context),
  });

  const distinct = withRulesBetween(
    mapping,
    ['network.cidr', 'network.peers', 'cluster.serviceCidr'],
    serviceRangeFaults,
  );
  const named = withRulesBetween(distinct, ['flux.variables'], variableFaults);
  const trusted = withRulesBetween(named, ['cluster.podIdentities'], ({ cluster: { podIdentities } }) =>
    takenFaults(podIdentities, fluxAccounts).map(({ at, ...fault }) => ({
      at: ['cluster', 'podIdentities', ...at] as const,
      ...fault,
    })),
  );
  const placed = withRulesBetween(
    trusted,
    ['network.zones', 'cluster.nodeGroup.zones', 'cluster.nodeGroups'],
    zoneFaults,
  );
  const automatic = withRulesBetween(
    placed,
    ['network.podCidr', 'network.existing', 'cluster.compute'],
    podSubnetFaults,
  );
  const reachable = withRulesBetween(automatic, ['network.nat', 'registry.pullThroughCache'], cacheFaults);
  return withRulesBetween(
    reachable,
    [
      'network.cidr',
      'network.podCidr',
      'network.zones',
      'network.nat',
      'network.endpoints',
      'network.existing',
      'cluster.compute',
      'cluster.nodeGroup',
      'cluster.nodeGroups',
      'cluster.addons.prefixDelegation',
      'cluster.karpenter.enabled',
    ],
    ({ network, cluster: { compute, nodeGroup, nodeGroups, addons, karpenter } }) =>
      network.existing !== undefined
        ? []
        : addressFaults(network, compute === 'auto' ? [] : [nodeGroup, ...Object.values(nodeGroups)], {
            prefixDelegation: addons.prefixDelegation,
            karpenter: karpenter.enabled,
          }),
  );
}

const fluxAccounts = new Map(
  controllersWithRoles.map((name) => [
    `${fluxNamespace}/${name}`,
    'of Flux, whose permissions the section flux has',
  ]),
);

function zoneFaults({
  network: { zones },
  cluster: { nodeGroup, nodeGroups },
}: {
  network: Pick<NetworkSettings, 'zones'>;
  cluster: Pick<ClusterSettings, 'nodeGroup' | 'nodeGroups'>;
}) {
  const groups = [
    { at: ['cluster', 'nodeGroup', 'zones'] as const, chosen: nodeGroup.zones },
    ...Object.entries(nodeGroups).map(([name, group]) => ({
      at: ['cluster', 'nodeGroups', name, 'zones'] as const,
      chosen: group.zones,
    })),
  ];
  return groups.flatMap(({ at, chosen = [] }) =>
    chosen.flatMap((zone, index) =>
      zones.includes(zone)
        ? []
        : [
            {
              at: [...at, index] as const,
              problem: 'is not a zone of the network',
              allowed: zones.join(', '),
              remedy: 'Change it, or add the zone at the end of network.zones.',
            },
          ],
    ),
  );
}

/** https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html */
function podSubnetFaults({
  network: { podCidr, existing },
  cluster: { compute },
}: {
  network: Pick<NetworkSettings, 'podCidr' | 'existing'>;
  cluster: Pick<ClusterSettings, 'compute'>;
}) {
  if (compute !== 'auto') return [];
  const fault = {
    problem: 'gives pods subnets of their own, which in EKS Auto Mode only node classes do',
    allowed: 'nothing of it with cluster.compute: auto',
    remedy: 'Remove it, or set cluster.compute to nodeGroups.',
  };
  return [
    ...(podCidr === undefined ? [] : [{ at: ['network', 'podCidr'] as const, ...fault }]),
    ...((existing?.podSubnetIds ?? []).length === 0
      ? []
      : [{ at: ['network', 'existing', 'podSubnetIds'] as const, ...fault }]),
  ];
}

function variableFaults({ flux }: { flux: Pick<FluxSettings, 'variables'> }) {
  return Object.keys(flux.variables)
    .filter(isTaken)
    .map((name) => ({
      at: ['flux', 'variables', name] as const,
      problem: 'has a name that is taken by a fact of the infrastructure',
      remedy: 'Rename the variable.',
    }));
}

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html#pull-through-cache-considerations */
function cacheFaults({
  network: { nat },
  registry: { pullThroughCache },
}: {
  network: Pick<NetworkSettings, 'nat'>;
  registry: Pick<RegistrySettings, 'pullThroughCache'>;
}) {
  if (nat !== 'none' || pullThroughCache.length === 0) return [];
  return [
    {
      at: ['registry', 'pullThroughCache'] as const,
      problem: 'needs a NAT gateway for the first pull of each image, but network.nat is none',
      allowed: 'no cached registries with network.nat: none',
      remedy:
        'Push the images to repositories of registry.repositories, or set network.nat to single or zone.',
    },
  ];
}

function serviceRangeFaults({
  network,
  cluster: { serviceCidr },
}: {
  network: Pick<NetworkSettings, 'cidr' | 'peers'>;
  cluster: Pick<ClusterSettings, 'serviceCidr'>;
}) {
  const others = [
    { key: 'network.cidr', cidr: network.cidr },
    ...network.peers.map(({ cidr }, index) => ({ key: `network.peers[${index}].cidr`, cidr })),
  ];
  return others.flatMap(({ key, cidr }) => overlapFault(serviceCidr, key, cidr, ['cluster', 'serviceCidr']));
}

/** One environment as its file describes it, validated, with every default filled in. */
export type FleetConfig = DeepReadonly<z.output<ReturnType<typeof fleetSchema>>>;
