import type { Fault } from '../validation/field';
import { catalogueEntries } from './addon-catalogue';
import type { AddonSettings } from './addon-settings';

/** What of the section `cluster` EKS Auto Mode takes away. */
export interface TakenAway {
  readonly compute: 'nodeGroups' | 'auto';
  readonly nodeGroup: unknown;
  readonly nodeGroups: Readonly<Record<string, unknown>>;
  readonly karpenter: { readonly enabled: boolean };
  readonly addons: AddonSettings;
}

/**
 * The faults of settings that EKS Auto Mode takes away (https://docs.aws.amazon.com/eks/latest/userguide/auto-networking.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html#addon-consider-auto).
 *
 * @param defaults the group `default` of a fleet file that says nothing of it
 */
export function autoModeFaults(cluster: TakenAway, defaults: unknown): readonly Fault<readonly string[]>[] {
  if (cluster.compute !== 'auto') return [];
  const { nodeGroup, nodeGroups, karpenter, addons } = cluster;
  const found = [
    ...(JSON.stringify(nodeGroup) === JSON.stringify(defaults)
      ? []
      : [fault(['nodeGroup'], 'a node group, and EKS Auto Mode makes the nodes')]),
    ...Object.keys(nodeGroups).map((name) =>
      fault(['nodeGroups', name], 'a node group, and EKS Auto Mode makes the nodes'),
    ),
    ...(karpenter.enabled
      ? [fault(['karpenter', 'enabled'], 'Karpenter, which is part of EKS Auto Mode')]
      : []),
    ...(addons.nodeMonitoring
      ? [fault(['addons', 'nodeMonitoring'], 'an add-on that is part of EKS Auto Mode')]
      : []),
    ...(['prefixDelegation', 'networkPolicy'] as const)
      .filter((key) => !addons[key])
      .map((key) =>
        fault(['addons', key], 'a setting of vpc-cni, which is part of EKS Auto Mode: node classes have it'),
      ),
    ...catalogueEntries
      .filter(([key, { isPartOfAutoMode }]) => isPartOfAutoMode && addons.versions[key] !== undefined)
      .map(([key]) => fault(['addons', 'versions', key], 'an add-on that is part of EKS Auto Mode')),
  ];
  return found;
}

function fault(at: readonly string[], what: string): Fault<readonly string[]> {
  return {
    at,
    problem: `is for ${what}`,
    allowed: 'nothing of it with cluster.compute: auto',
    remedy: `Remove cluster.${at.join('.')}, or set cluster.compute to nodeGroups.`,
  };
}
