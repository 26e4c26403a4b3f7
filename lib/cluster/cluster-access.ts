import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import { Construct } from 'constructs';
import type { ClusterRef } from '../aws/cluster-ref';

/** The EKS access policies by short names (https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html). */
const accessPolicies = {
  'cluster-admin': 'AmazonEKSClusterAdminPolicy',
  admin: 'AmazonEKSAdminPolicy',
  edit: 'AmazonEKSEditPolicy',
  view: 'AmazonEKSViewPolicy',
} as const;

export type AccessPolicy = keyof typeof accessPolicies;

export interface ClusterAccessProps {
  readonly cluster: ClusterRef;
  /** The IAM role or user, never the ARN of a session. */
  readonly principalArn: string;
  readonly policy: AccessPolicy;
  /** The namespaces to which the policy is limited. @default [] - the whole cluster */
  readonly namespaces?: readonly string[];
}

/** Lets one IAM principal use the Kubernetes API. */
export class ClusterAccess extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAccessProps) {
    super(scope, id);
    const { cluster, namespaces = [] } = props;
    const entry = new EksAccessEntry(this, 'entry', {
      clusterName: cluster.name,
      principalArn: props.principalArn,
      type: 'STANDARD',
    });
    new EksAccessPolicyAssociation(this, 'policy', {
      clusterName: cluster.name,
      principalArn: entry.principalArn,
      policyArn: `arn:${cluster.partition}:eks::aws:cluster-access-policy/${accessPolicies[props.policy]}`,
      accessScope:
        namespaces.length === 0 ? { type: 'cluster' } : { type: 'namespace', namespaces: [...namespaces] },
    });
  }
}
