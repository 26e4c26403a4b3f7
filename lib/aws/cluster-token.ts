/** A program that gives a token for the Kubernetes API, in the terms of kubeconfig. */
export interface TokenProgram {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: string[];
}

/** `aws eks get-token`: a token of the caller's own AWS credentials, asked for whenever one is due, so that none is kept. */
export function clusterToken(clusterName: string, region: string): TokenProgram {
  return {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'aws',
    args: ['eks', 'get-token', '--cluster-name', clusterName, '--region', region, '--output', 'json'],
  };
}
