import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { roleName } from '../naming';
import { ServiceRole } from './service-role';

export interface NodeGroupProps {
  readonly clusterName: string;
  /** The cluster's name as plain text, for the role's name. */
  readonly namePrefix: string;
  readonly kubernetesVersion: string;
  readonly subnetIds: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
  readonly capacityType: 'ON_DEMAND' | 'SPOT';
  readonly minSize: number;
  readonly maxSize: number;
  /** Nodes at the start. Terraform leaves the number alone afterwards, so an autoscaler may change it. */
  readonly desiredSize: number;
  readonly diskSizeGiB: number;
  readonly labels: Readonly<Record<string, string>>;
  /** What must exist before the first node. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A managed node group with the role of its nodes, which may join the cluster and pull images. */
export class NodeGroup extends Construct {
  readonly nodeGroup: EksNodeGroup;

  constructor(scope: Construct, id: string, props: NodeGroupProps) {
    super(scope, id);
    const role = new ServiceRole(this, 'role', {
      name: roleName(props.namePrefix, 'node'),
      description: `Nodes of the EKS cluster ${props.clusterName}`,
      service: 'ec2.amazonaws.com',
      managedPolicies: ['AmazonEKSWorkerNodePolicy', 'AmazonEC2ContainerRegistryPullOnly'],
    });
    this.nodeGroup = new EksNodeGroup(this, 'node-group', {
      clusterName: props.clusterName,
      nodeGroupName: 'default',
      nodeRoleArn: role.roleArn,
      subnetIds: [...props.subnetIds],
      version: props.kubernetesVersion,
      amiType: props.amiType,
      capacityType: props.capacityType,
      instanceTypes: [...props.instanceTypes],
      diskSize: props.diskSizeGiB,
      labels: { ...props.labels },
      scalingConfig: { minSize: props.minSize, maxSize: props.maxSize, desiredSize: props.desiredSize },
      updateConfig: { maxUnavailable: 1 },
      lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] },
      timeouts: { create: '60m', update: '120m', delete: '60m' },
      dependsOn: [...role.permissions, ...props.dependsOn],
    });
  }
}
