import type {
  CreateNodegroupRequest,
  LaunchTemplateSpecification,
  Nodegroup,
  NodegroupHealth,
  NodegroupStatus,
  Taint,
  UpdateNodegroupConfigRequest,
} from '@aws-sdk/client-eks';
import { instanceType } from '../../kubernetes/instance-type.js';
import type { NodeGroupSpec } from '../../kubernetes/node-object.js';
import { sandboxRegion } from '../emulator.js';
import type { Fields } from '../remembered-fields.js';

/** EKS's defaults for a group that omits them. */
export const defaultAmiType = 'AL2023_x86_64_STANDARD';
export const defaultInstanceType = 't3.medium';

/** A launch template as a group uses it. */
export interface UsedLaunchTemplate {
  readonly specification: LaunchTemplateSpecification;
  readonly instanceType?: string;
  readonly imageId?: string;
}

/** What to remember of a CreateNodegroup, including EKS's defaults. */
export function fieldsOfNewGroup(
  request: CreateNodegroupRequest,
  version: string,
  template: UsedLaunchTemplate | undefined,
): Fields {
  return {
    ...(template === undefined
      ? { amiType: request.amiType ?? defaultAmiType, diskSize: request.diskSize ?? 20 }
      : {
          launchTemplate: template.specification,
          amiType: request.amiType ?? (template.imageId === undefined ? defaultAmiType : 'CUSTOM'),
          diskSize: null,
        }),
    instanceTypes:
      request.instanceTypes ?? (template?.instanceType === undefined ? [defaultInstanceType] : null),
    releaseVersion: request.releaseVersion ?? releaseVersion(version),
    updateConfig: request.updateConfig ?? { maxUnavailable: 1 },
    ...(request.nodeRepairConfig !== undefined && { nodeRepairConfig: request.nodeRepairConfig }),
    ...(request.warmPoolConfig !== undefined && { warmPoolConfig: request.warmPoolConfig }),
    ...(request.remoteAccess !== undefined && { remoteAccess: request.remoteAccess }),
  };
}

/** The release of the simulated machine image, in the form of Amazon Linux's: Kubernetes version and build date. */
export function releaseVersion(version: string): string {
  return `${version}.0-20260801`;
}

/** A node group as EKS describes it; null means a field that EKS omits. */
export function fillNodeGroup(
  record: Nodegroup,
  remembered: Fields,
  status: { readonly status: NodegroupStatus; readonly health: NodegroupHealth },
  tags: Readonly<Record<string, string>>,
): Nodegroup {
  const merged = { ...record, ...remembered, ...status, tags } as Nodegroup;
  const autoScalingGroups = record.resources?.autoScalingGroups;
  const resources = merged.remoteAccess === undefined ? { autoScalingGroups } : record.resources;
  return { ...merged, resources };
}

/** The fields of a group after an UpdateNodegroupConfig. */
export function changedGroupFields(group: Nodegroup, request: UpdateNodegroupConfigRequest): Fields {
  const labels = { ...group.labels, ...request.labels?.addOrUpdateLabels };
  for (const label of request.labels?.removeLabels ?? []) delete labels[label];
  return {
    labels,
    taints: changedTaints(group.taints ?? [], request.taints),
    scalingConfig: { ...group.scalingConfig, ...request.scalingConfig },
    ...(request.updateConfig !== undefined && { updateConfig: request.updateConfig }),
    ...(request.nodeRepairConfig !== undefined && { nodeRepairConfig: request.nodeRepairConfig }),
    ...(request.warmPoolConfig !== undefined && { warmPoolConfig: request.warmPoolConfig }),
  };
}

function changedTaints(
  taints: readonly Taint[],
  change: UpdateNodegroupConfigRequest['taints'],
): readonly Taint[] {
  const touched = [...(change?.addOrUpdateTaints ?? []), ...(change?.removeTaints ?? [])].map(identity);
  return [
    ...taints.filter((taint) => !touched.includes(identity(taint))),
    ...(change?.addOrUpdateTaints ?? []),
  ];
}

/** A taint is identified by its key and effect. */
function identity(taint: Taint): string {
  return `${taint.key}:${taint.effect}`;
}

/**
 * What the nodes of a group are made from.
 *
 * @param templateInstanceType the launch template's, used if the group has none
 */
export function nodeGroupSpec(group: Nodegroup, templateInstanceType?: string): NodeGroupSpec {
  const { launchTemplate } = group;
  return {
    clusterName: group.clusterName ?? '',
    name: group.nodegroupName ?? '',
    region: sandboxRegion,
    desiredSize: group.scalingConfig?.desiredSize ?? 0,
    capacityType: group.capacityType ?? 'ON_DEMAND',
    amiType: group.amiType ?? defaultAmiType,
    version: group.version ?? '',
    template: [group.releaseVersion, launchTemplate?.id, launchTemplate?.version].join(' '),
    labels: group.labels ?? {},
    taints: (group.taints ?? []).map((taint) => ({
      key: taint.key ?? '',
      value: taint.value,
      effect: taint.effect ?? '',
    })),
    instanceType: instanceType(group.instanceTypes?.[0] ?? templateInstanceType ?? defaultInstanceType),
  };
}
