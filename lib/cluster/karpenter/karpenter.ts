import { Ec2Tag } from '@cdktf/provider-aws/lib/ec2-tag';
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile';
import { Construct } from 'constructs';
import type { ClusterRef } from '../../aws/cluster-ref';
import type { PolicyStatement } from '../../aws/policy-document';
import { NodeRole } from '../node-role';
import { PodIdentityRole } from '../pod-identity-role';
import { roleName } from '../../aws/naming';
import { controllerStatements } from './controller-statements';
import { InterruptionQueue } from './interruption-queue';

export interface KarpenterProps {
  readonly cluster: ClusterRef;
  /** The cluster itself. */
  readonly eksCluster: EksCluster;
  /** The namespace that Karpenter is installed in. Its service account is `karpenter`. */
  readonly namespace: string;
  /** What nodes may do besides joining, pulling images and Session Manager. @default nothing */
  readonly nodeStatements?: readonly PolicyStatement[];
}

/**
 * What Karpenter needs of AWS; Karpenter itself and its node pools are manifests of Flux. Subnets and the cluster's security
 * group are found by the tag `karpenter.sh/discovery`. An EC2NodeClass names the `instanceProfile`, and not a role: a profile
 * that Karpenter had made would be left behind by a destroy and block it, and IAM has no endpoint inside a VPC.
 */
export class Karpenter extends Construct {
  readonly queueName: string;
  readonly instanceProfileName: string;

  constructor(scope: Construct, id: string, props: KarpenterProps) {
    super(scope, id);
    const { cluster, eksCluster, namespace } = props;
    const { namePrefix } = cluster;
    const role = new NodeRole(this, 'node', {
      name: roleName(namePrefix, 'karpenter-node'),
      description: `Nodes of Karpenter in the EKS cluster ${namePrefix}`,
      partition: cluster.partition,
      statements: props.nodeStatements,
    });
    const profile = new IamInstanceProfile(this, 'instance-profile', {
      name: roleName(namePrefix, 'karpenter-node'),
      role: role.roleName,
    });
    new EksAccessEntry(this, 'access-entry', {
      clusterName: cluster.name,
      principalArn: role.roleArn,
      type: 'EC2_LINUX',
    });
    new Ec2Tag(this, 'discovery', {
      resourceId: eksCluster.vpcConfig.clusterSecurityGroupId,
      key: 'karpenter.sh/discovery',
      value: namePrefix,
    });
    const queue = new InterruptionQueue(this, 'interruption', { cluster });
    new PodIdentityRole(this, 'controller', {
      cluster,
      namespace,
      serviceAccount: 'karpenter',
      statements: controllerStatements({
        cluster,
        clusterArn: eksCluster.arn,
        queueArn: queue.queueArn,
        nodeRoleArn: role.roleArn,
        instanceProfileArn: profile.arn,
      }),
    });
    this.queueName = queue.queueName;
    this.instanceProfileName = profile.name;
  }
}
