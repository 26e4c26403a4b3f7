import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { Construct } from 'constructs';
import type { PolicyStatement } from '../aws/policy-document';
import { roleName } from '../aws/naming';
import { ServiceRole } from '../aws/service-role';

export interface PodIdentityRoleProps {
  readonly clusterName: string;
  /** The cluster's name as plain text, for the role's name. */
  readonly namePrefix: string;
  readonly region: string;
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
 *   ...named, namespace: 'reports', serviceAccount: 'writer',
 *   statements: [{ actions: ['s3:PutObject'], resources: [`${bucketArn}/reports/*`] }],
 * });
 */
export class PodIdentityRole extends Construct {
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: PodIdentityRoleProps) {
    super(scope, id);
    const { clusterName, namePrefix, region, namespace, serviceAccount, statements } = props;
    this.role = new ServiceRole(this, 'role', {
      name: roleName(namePrefix, `${namespace}-${serviceAccount}`),
      description: `Service account ${namespace}/${serviceAccount} of the EKS cluster ${namePrefix}, by Pod Identity`,
      region,
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
      clusterName,
      namespace,
      serviceAccount,
      roleArn: this.role.roleArn,
      dependsOn: [...this.role.permissions],
    });
  }
}
