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
  /** Without namespaces, a policy is for the whole cluster. */
  readonly policies: readonly { readonly policy: AccessPolicy; readonly namespaces: readonly string[] }[];
  /** Groups that Kubernetes' own role bindings name. @default none */
  readonly kubernetesGroups?: readonly string[];
}

/** Lets one IAM principal use the Kubernetes API. */
export class ClusterAccess extends Construct {
  constructor(scope: Construct, id: string, props: ClusterAccessProps) {
    super(scope, id);
    const { cluster, policies, kubernetesGroups = [] } = props;
    const entry = new EksAccessEntry(this, 'entry', {
      clusterName: cluster.name,
      principalArn: props.principalArn,
      type: 'STANDARD',
      kubernetesGroups: kubernetesGroups.length === 0 ? undefined : [...kubernetesGroups],
    });
    for (const [index, { policy, namespaces }] of policies.entries()) {
      // The first has the id that it had when it was the only one.
      new EksAccessPolicyAssociation(this, index === 0 ? 'policy' : `policy-${policy}`, {
        clusterName: cluster.name,
        principalArn: entry.principalArn,
        policyArn: `arn:${cluster.partition}:eks::aws:cluster-access-policy/${accessPolicies[policy]}`,
        accessScope:
          namespaces.length === 0 ? { type: 'cluster' } : { type: 'namespace', namespaces: [...namespaces] },
      });
    }
  }
}
