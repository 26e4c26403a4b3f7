import type { FluxSecret, SecretValue } from './flux-secret';
import type { FluxSettings } from './settings/settings';

/** How Flux proves who it is to the Git server, without the secret part. */
type Credentials = NonNullable<FluxSettings['imageAutomation']>['auth'];

/** What every OpenSSH key begins with whose cipher is none, in base64: `openssh-key-v1`, a NUL, and the length and name of it. */
const opensshWithoutCipher = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU';

/**
 * A key with a passphrase is ENCRYPTED by its label (PKCS#8), has headers before its content (PKCS#1, SEC1), or names a cipher
 * in it (OpenSSH). Flux would have to be given the passphrase too.
 */
const privateKeyForm = {
  expression:
    `^\\s*-----BEGIN (OPENSSH PRIVATE KEY-----\\s+${opensshWithoutCipher}|((RSA|EC|DSA) )?PRIVATE KEY-----\\s)` +
    '[A-Za-z0-9+/=\\s]+-----END ([A-Z]+ )?PRIVATE KEY-----\\s*$',
  allowed: 'a private key without a passphrase, from BEGIN to END',
};

export interface CredentialsSecretProps {
  readonly name: string;
  readonly auth: Credentials;
  /** Certificates of the server's authorities, by their key in the Secret. */
  readonly ca: Readonly<Record<string, string>>;
  /** Whether they are those with which image automation writes, which come from variables of their own. @default false */
  readonly writes?: boolean;
}

/** A Secret with credentials for the Git server: https://fluxcd.io/flux/components/source/gitrepositories/#secret-reference */
export function credentialsSecret({ name, auth, ca, writes = false }: CredentialsSecretProps): FluxSecret {
  const [infix, purpose] = writes ? ['_write', ', with which image automation writes'] : ['', ''];
  switch (auth.kind) {
    case 'token':
      return {
        name,
        plain: { username: auth.username, ...ca },
        secret: {
          key: 'password',
          variable: `flux_git${infix}_token`,
          description: `the token of the Git repository${purpose}`,
          form: { expression: '^[!-~]+$', allowed: 'one line without spaces' },
        },
      };
    case 'github-app':
      return {
        name,
        plain: {
          githubAppID: auth.appId,
          githubAppInstallationID: auth.installationId,
          ...(auth.baseUrl === undefined ? {} : { githubAppBaseURL: auth.baseUrl }),
          ...ca,
        },
        secret: {
          key: 'githubAppPrivateKey',
          variable: `flux_github${infix}_app_key`,
          description: `the private key of the GitHub App${purpose}`,
          form: privateKeyForm,
        },
      };
    case 'ssh':
      return {
        name,
        plain: { known_hosts: auth.knownHosts ?? auth.knownHostsFile?.text ?? '', ...ca },
        secret: {
          key: 'identity',
          variable: `flux_git${infix}_ssh_key`,
          description: `the private deploy key of the Git repository${purpose}`,
          form: privateKeyForm,
        },
      };
  }
}

/** https://fluxcd.io/flux/components/image/imageupdateautomations/#signing-key */
export const signingKey: SecretValue = {
  key: 'identity',
  variable: 'flux_git_signing_key',
  description: 'the private key of SSH that signs the commits of image automation',
  form: {
    expression: `^\\s*-----BEGIN OPENSSH PRIVATE KEY-----\\s+${opensshWithoutCipher}[A-Za-z0-9+/=\\s]+-----END OPENSSH PRIVATE KEY-----\\s*$`,
    allowed: 'a private key without a passphrase, as ssh-keygen writes it, from BEGIN to END',
  },
};
