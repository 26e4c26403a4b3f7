import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import { roleName } from '../aws/naming';
import type { PolicyStatement } from '../aws/policy-document';
import { ServiceRole } from '../aws/service-role';

/**
 * What the cluster's role needs besides in EKS Auto Mode, with `sts:TagSession` in its trust
 * (https://docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html).
 */
export const autoModePolicies = [
  'AmazonEKSComputePolicy',
  'AmazonEKSBlockStoragePolicy',
  'AmazonEKSLoadBalancingPolicy',
  'AmazonEKSNetworkingPolicy',
] as const;

export interface AutoModeNodesProps {
  readonly cluster: Omit<ClusterRef, 'name'>;
  /** What nodes may do besides joining and pulling images. @default nothing */
  readonly statements?: readonly PolicyStatement[];
}

/**
 * The role of the nodes that EKS Auto Mode makes. EKS gives it its access entry, as the built-in node pools use it; node classes of one's
 * own name it as `role` (https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html).
 */
export class AutoModeNodes extends Construct {
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, { cluster, statements }: AutoModeNodesProps) {
    super(scope, id);
    this.role = new ServiceRole(this, 'role', {
      name: roleName(cluster.namePrefix, 'auto-node'),
      description: `Nodes of the EKS cluster ${cluster.namePrefix} in Auto Mode`,
      partition: cluster.partition,
      service: 'ec2.amazonaws.com',
      managedPolicies: ['AmazonEKSWorkerNodeMinimalPolicy', 'AmazonEC2ContainerRegistryPullOnly'],
      statements,
    });
  }
}
