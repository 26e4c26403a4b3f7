import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import type { KeyPair } from './pki.js';

/** Access to one API server. */
export interface KubeconfigProps {
  /** Names the cluster, the user and the context. */
  readonly name: string;
  readonly server: string;
  /** @default none: the server is plain HTTP */
  readonly certificateAuthority?: string;
  /** @default none: the server asks for no credentials */
  readonly client?: KeyPair;
}

/** A kubeconfig as YAML; certificates are named by path, never copied into it. */
export function kubeconfig(props: KubeconfigProps): string {
  const { name, server, certificateAuthority, client } = props;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: { server, ...(certificateAuthority && { 'certificate-authority': certificateAuthority }) },
      },
    ],
    users: [
      { name, user: client ? { 'client-certificate': client.certificate, 'client-key': client.key } : {} },
    ],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  });
}

/** Writes a kubeconfig that only its owner can read, and returns its path. */
export function writeKubeconfig(path: string, props: KubeconfigProps): string {
  writeFileSync(path, kubeconfig(props), { mode: 0o600 });
  return path;
}
