import type { Fault } from '../../validation/field';
import { knowsHost } from './known-hosts';

/** The parts of `auth` that rules with the repository read. */
export interface GitCredentials {
  readonly auth:
    | { readonly kind: 'token' | 'github-app' }
    | {
        readonly kind: 'ssh';
        readonly knownHosts?: string | undefined;
        readonly knownHostsFile?: { readonly text: string } | undefined;
      };
  readonly url: string;
  readonly provider?: 'github' | 'gitlab' | undefined;
}

type CredentialFault = Fault<readonly ['kind' | 'knownHosts' | 'knownHostsFile']> & {
  readonly at: readonly ['kind' | 'knownHosts' | 'knownHostsFile'];
};

/** What is wrong with credentials for a repository. @param key of the credentials, for messages */
export function credentialFaults(
  key: string,
  { auth, url, provider }: GitCredentials,
): readonly CredentialFault[] {
  const overSsh = url.startsWith('ssh:');
  if (overSsh !== (auth.kind === 'ssh'))
    return [
      {
        at: ['kind'],
        problem: `can't be combined with ${url}`,
        allowed: overSsh ? 'ssh with an ssh:// URL' : 'token or github-app with an https:// URL',
        remedy: `Change ${key}.kind or the URL.`,
      },
    ];
  if (auth.kind === 'github-app' && provider === 'gitlab')
    return [
      {
        at: ['kind'],
        problem: "can't be combined with flux.sync.provider gitlab",
        allowed: 'token or ssh',
        remedy: `Change ${key}.kind.`,
      },
    ];
  if (auth.kind !== 'ssh') return [];
  const { host } = new URL(url);
  if (knowsHost(auth.knownHosts ?? auth.knownHostsFile?.text ?? '', host)) return [];
  return [
    {
      at: [auth.knownHosts === undefined ? 'knownHostsFile' : 'knownHosts'],
      problem: `has no key of ${host}`,
      remedy: `Add a line for ${host}, with its port in the form [host]:port where it is not 22.`,
    },
  ];
}
