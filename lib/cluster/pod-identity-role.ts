import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../aws/policy-document';
import { roleName } from '../aws/naming';
import { ServiceRole } from '../aws/service-role';
import { podIdentityTrust, type PodIdentity } from './pod-identity-trust';

export interface PodIdentityRoleProps extends PodIdentity {
  /** What the pods may do. */
  readonly statements: readonly PolicyStatement[];
}

/**
 * A role that the pods of one service account get by Pod Identity, and nobody else.
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
      ...podIdentityTrust(props),
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
