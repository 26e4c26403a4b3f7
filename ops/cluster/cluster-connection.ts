import { KubeConfig } from '@kubernetes/client-node';
import { clusterToken } from '../../lib/aws/cluster-token';
import { proxyFor } from '../proxy';

/** How to reach one EKS cluster. */
export interface ClusterConnectionProps {
  readonly clusterName: string;
  /** The URL of the Kubernetes API. */
  readonly endpoint: string;
  /** The API's certificate authority, base64-encoded. */
  readonly certificateAuthorityData: string;
  readonly region: string;
}

/**
 * A connection with the caller's own AWS credentials, through the caller's proxy if there is one; `aws eks get-token` provides
 * a token whenever one is due.
 */
export function clusterConnection(props: ClusterConnectionProps): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [
      {
        name: 'eks',
        server: props.endpoint,
        caData: props.certificateAuthorityData,
        skipTLSVerify: false,
        proxyUrl: proxyFor(props.endpoint),
      },
    ],
    users: [{ name: 'aws', exec: clusterToken(props.clusterName, props.region) }],
    contexts: [{ name: 'eks', cluster: 'eks', user: 'aws' }],
    currentContext: 'eks',
  });
  return config;
}
