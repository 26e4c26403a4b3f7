import type { Construct } from 'constructs';
import { ServiceRole, type ServiceRoleProps } from '../aws/service-role';

export type NodeRoleProps = Omit<ServiceRoleProps, 'service' | 'actions' | 'conditions' | 'managedPolicies'>;

/**
 * The role of nodes: they may join the cluster, pull images and be reached through SSM Session Manager. The network plugin
 * gets its permissions through Pod Identity.
 */
export class NodeRole extends ServiceRole {
  constructor(scope: Construct, id: string, props: NodeRoleProps) {
    super(scope, id, {
      ...props,
      service: 'ec2.amazonaws.com',
      managedPolicies: [
        'AmazonEKSWorkerNodePolicy',
        'AmazonEC2ContainerRegistryPullOnly',
        'AmazonSSMManagedInstanceCore',
      ],
    });
  }
}
