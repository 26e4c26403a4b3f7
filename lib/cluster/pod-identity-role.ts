import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { Construct } from 'constructs';
import { roleName } from '../aws/naming';
import { ServiceRole, type ServiceRoleProps } from '../aws/service-role';
import { podIdentityTrust, type PodIdentity } from './pod-identity-trust';

/** With what the pods may do: statements, or policies that are there. */
export interface PodIdentityRoleProps
  extends PodIdentity, Pick<ServiceRoleProps, 'managedPolicies' | 'policyArns' | 'statements'> {
  /** The end of the role's name. @default - namespace and service account */
  readonly purpose?: string;
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
    const { cluster, namespace, serviceAccount, managedPolicies, policyArns, statements } = props;
    this.role = new ServiceRole(this, 'role', {
      name: roleName(cluster.namePrefix, props.purpose ?? `${namespace}-${serviceAccount}`),
      description: `Service account ${namespace}/${serviceAccount} of the EKS cluster ${cluster.namePrefix}, by Pod Identity`,
      partition: cluster.partition,
      ...podIdentityTrust(props),
      managedPolicies,
      policyArns,
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
