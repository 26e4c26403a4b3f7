import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';

export interface OidcProviderProps {
  readonly cluster: EksCluster;
}

/**
 * Makes IAM trust the cluster's service accounts (IRSA), for pods that can't use Pod Identity: on Fargate, on Windows, and
 * those that assume a role in another account without a role of their own.
 */
export class OidcProvider extends Construct {
  readonly providerArn: string;

  constructor(scope: Construct, id: string, { cluster }: OidcProviderProps) {
    super(scope, id);
    this.providerArn = new IamOpenidConnectProvider(this, 'provider', {
      url: cluster.identity.get(0).oidc.get(0).issuer,
      clientIdList: ['sts.amazonaws.com'],
    }).arn;
  }
}
