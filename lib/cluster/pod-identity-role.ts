import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';
import type { PolicyStatement } from '../aws/policy-document';
import { roleName } from '../aws/naming';
import { ServiceRole } from '../aws/service-role';

export interface PodIdentityRoleProps {
  readonly cluster: ClusterRef;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What the pods may do. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * A role that the pods of one service account get by Pod Identity, and nobody else: its trust names the namespace and
 * the service account, which the Pod Identity agent sets as session tags
 * (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
 *
 * @example
 * new PodIdentityRole(this, 'reports', {
 *   cluster, namespace: 'reports', serviceAccount: 'writer',
 *   statements: [{ actions: ['s3:PutObject'], resources: [`${bucketArn}/reports/*`] }],
 * });
 */
export class PodIdentityRole extends Construct {
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: PodIdentityRoleProps) {
    super(scope, id);
    const { cluster, namespace, serviceAccount, statements } = props;
    this.role = new ServiceRole(this, 'role', {
      name: roleName(cluster.namePrefix, `${namespace}-${serviceAccount}`),
      description: `Service account ${namespace}/${serviceAccount} of the EKS cluster ${cluster.namePrefix}, by Pod Identity`,
      partition: cluster.partition,
      service: 'pods.eks.amazonaws.com',
      actions: ['sts:AssumeRole', 'sts:TagSession'],
      conditions: {
        StringEquals: {
          'aws:RequestTag/kubernetes-namespace': namespace,
          'aws:RequestTag/kubernetes-service-account': serviceAccount,
        },
      },
      statements,
    });
    new EksPodIdentityAssociation(this, 'association', {
      clusterName: cluster.name,
      namespace,
      serviceAccount,
      roleArn: this.role.roleArn,
      dependsOn: [...this.role.permissions],
    });
  }
}
