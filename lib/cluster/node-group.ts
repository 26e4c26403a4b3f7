import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { type ITerraformDependable, Token } from 'cdktf';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import type { PolicyStatement } from '../aws/policy-document';
import { roleName } from '../aws/naming';
import { releaseParameter } from './node-release';
import { replaceableName } from './replaceable-name';
import { NodeLaunchTemplate } from './node-launch-template';
import { userDataText, type UserData } from './user-data';
import { NodeRole } from './node-role';

export interface NodeGroupProps {
  readonly cluster: ClusterRef;
  /** The group's name in the fleet file; in the cluster it has a suffix (`replaceableName`). */
  readonly name: string;
  readonly kubernetesVersion: string;
  /** Release of the machine image. @default - the newest at each deploy */
  readonly releaseVersion?: string;
  readonly subnetIds: readonly string[];
  /** The zones of the subnets, where the fleet file chooses some. @default - the subnets of all zones */
  readonly zones?: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  readonly capacityType: 'ON_DEMAND' | 'SPOT';
  readonly minSize: number;
  readonly maxSize: number;
  /** Nodes at the start. Terraform leaves the number alone afterwards, so an autoscaler may change it. */
  readonly desiredSize: number;
  /** Nodes that an update replaces at the same time. */
  readonly maxUnavailable: number;
  /** The same in percent, instead of `maxUnavailable`. @default none */
  readonly maxUnavailablePercentage?: number;
  readonly diskSizeGiB: number;
  /** Whether EKS replaces nodes that its monitoring agent or Kubernetes finds broken. */
  readonly nodeRepair: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** @default none */
  readonly taints?: readonly NodeTaint[];
  /** Tags of the instances. */
  readonly tags: Readonly<Record<string, string>>;
  /** What the nodes may do besides joining, pulling images and Session Manager. @default nothing */
  readonly statements?: readonly PolicyStatement[];
  /** ARNs of more policies of the nodes. @default none */
  readonly policies?: readonly string[];
  /** A capacity reservation, or the ARN of a resource group of some. @default none */
  readonly capacityReservation?: string;
  /** @default none */
  readonly userData?: UserData;
  /** What must exist before the first node. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A taint in Kubernetes' spelling. */
export interface NodeTaint {
  readonly key: string;
  /** @default '' */
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** EKS's spelling of the effects of taints. */
const taintEffects = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
} as const;

/** The group that a cluster always has. Its role has no name of a group in it. */
export const defaultNodeGroup = 'default';

/**
 * A managed node group with its launch template and the role of its nodes. What EKS can't change in a group makes a new one, whose
 * nodes are there before those of the old one are drained. A group keeps the subnets it was made with, so that a zone added to the
 * network replaces no nodes; zones that the fleet file chooses are part of the name, and others make a new group in theirs.
 */
export class NodeGroup extends Construct {
  readonly nodeGroup: EksNodeGroup;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const { cluster } = props;
    const role = new NodeRole(this, 'role', {
      name: roleName(cluster.namePrefix, props.name === defaultNodeGroup ? 'node' : `node-${props.name}`),
      description: `Nodes of the EKS cluster ${cluster.name}`,
      partition: cluster.partition,
      statements: props.statements,
      policyArns: props.policies,
    });
    const { template } = new NodeLaunchTemplate(this, 'launch-template', {
      name: `${cluster.namePrefix}-${props.name}`,
      amiType: props.amiType,
      diskSizeGiB: props.diskSizeGiB,
      tags: props.tags,
      capacityReservation: props.capacityReservation,
      userData: props.userData && userDataText(props.userData),
    });
    this.nodeGroup = new EksNodeGroup(this, 'node-group', {
      clusterName: cluster.name,
      nodeGroupName: replaceableName(props),
      nodeRoleArn: role.roleArn,
      subnetIds: [...props.subnetIds],
      version: props.kubernetesVersion,
      releaseVersion:
        props.releaseVersion ??
        new DataAwsSsmParameter(this, 'newest-release', {
          name: releaseParameter(props.amiType, props.kubernetesVersion),
        }).insecureValue,
      amiType: props.amiType,
      capacityType: props.capacityType,
      instanceTypes: [...props.instanceTypes],
      launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) },
      labels: { ...props.labels },
      taint: (props.taints ?? []).map(({ key, value, effect }) => ({
        key,
        value,
        effect: taintEffects[effect],
      })),
      scalingConfig: { minSize: props.minSize, maxSize: props.maxSize, desiredSize: props.desiredSize },
      updateConfig:
        props.maxUnavailablePercentage === undefined
          ? { maxUnavailable: props.maxUnavailable }
          : { maxUnavailablePercentage: props.maxUnavailablePercentage },
      nodeRepairConfig: { enabled: props.nodeRepair },
      lifecycle: {
        createBeforeDestroy: true,
        ignoreChanges: ['scaling_config[0].desired_size', 'subnet_ids'],
      },
      timeouts: { create: '60m', update: '120m', delete: '60m' },
      dependsOn: [...role.permissions, ...props.dependsOn],
    });
  }
}
