import { KubeConfig } from '@kubernetes/client-node';

/** How to reach one EKS cluster. */
export interface ClusterConnectionProps {
  readonly clusterName: string;
  /** The URL of the Kubernetes API. */
  readonly endpoint: string;
  /** The API's certificate authority, base64-encoded. */
  readonly certificateAuthorityData: string;
  readonly region: string;
}

/** A connection with the caller's own AWS credentials; `aws eks get-token` provides a token whenever one is due. */
export function clusterConnection(props: ClusterConnectionProps): KubeConfig {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [
      { name: 'eks', server: props.endpoint, caData: props.certificateAuthorityData, skipTLSVerify: false },
    ],
    users: [
      {
        name: 'aws',
        exec: {
          apiVersion: 'client.authentication.k8s.io/v1beta1',
          command: 'aws',
          args: [
            'eks',
            'get-token',
            '--cluster-name',
            props.clusterName,
            '--region',
            props.region,
            '--output',
            'json',
          ],
        },
      },
    ],
    contexts: [{ name: 'eks', cluster: 'eks', user: 'aws' }],
    currentContext: 'eks',
  });
  return config;
}
