import type { ClusterRef } from '../aws/cluster-ref';
import type { ServiceRoleProps } from '../aws/service-role';

/** A service account of one cluster. */
export interface PodIdentity {
  readonly cluster: ClusterRef;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Trust in the pods of one service account of one cluster, and in nobody else. EKS Pod Identity tells STS who asks by session
 * tags (https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html).
 */
export function podIdentityTrust({ cluster, namespace, serviceAccount }: PodIdentity) {
  const { partition, region, accountId, namePrefix } = cluster;
  return {
    service: 'pods.eks.amazonaws.com',
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    conditions: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': `arn:${partition}:eks:${region}:${accountId}:cluster/${namePrefix}`,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  } satisfies Pick<ServiceRoleProps, 'service' | 'actions' | 'conditions'>;
}
