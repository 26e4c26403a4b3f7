import type { NotificationKind } from './settings/notifications';
import type { FluxSettings } from './settings/settings';

/** One value that is given to Terraform in the environment, as `TF_VAR_<variable>`, and kept by nobody but the cluster. */
export interface SecretValue {
  /** The key in the Secret. */
  readonly key: string;
  /** The Terraform variable. */
  readonly variable: string;
  /** What it is, for messages: `the token of the Git repository`. */
  readonly description: string;
  /** What it looks like: a regular expression of Terraform (RE2), and what it allows in words. */
  readonly form: { readonly expression: string; readonly allowed: string };
}

/** A Secret of Flux as the fleet file describes it: all of its content but for the secret value. */
export interface FluxSecret {
  readonly name: string;
  /** What is not secret of it, by key. */
  readonly plain: Readonly<Record<string, string>>;
  /** @default nothing in it is secret */
  readonly secret?: SecretValue;
}

/** The Secret with Flux's credentials for its Git repository. */
export const gitSecretName = 'flux-git';
/** The Secret with the public keys that verify OCI artifacts. */
export const cosignSecretName = 'flux-cosign';
/** The Secret with the key that decrypts manifests. */
export const ageSecretName = 'sops-age';

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

/** The Secrets that Flux needs, in the form that its controllers read. */
export function fluxSecrets({ sync, decryption, notifications }: FluxSettings): readonly FluxSecret[] {
  return [
    ...(sync.kind === 'git' ? gitSecrets(sync) : cosignSecrets(sync.verify?.publicKeys ?? [])),
    ...(decryption?.kind === 'age' ? [ageSecret] : []),
    ...notifications.map((kind) => ({ name: `flux-${kind}`, plain: {}, secret: notificationSecrets[kind] })),
  ];
}

type GitSync = Extract<FluxSettings['sync'], { kind: 'git' }>;

/** https://fluxcd.io/flux/components/source/gitrepositories/#secret-reference */
function gitSecrets({ auth, caFile }: GitSync): readonly FluxSecret[] {
  const ca: Record<string, string> = caFile === undefined ? {} : { 'ca.crt': caFile.text };
  const git = (plain: Readonly<Record<string, string>>, secret: SecretValue): readonly FluxSecret[] => [
    { name: gitSecretName, plain: { ...plain, ...ca }, secret },
  ];
  switch (auth.kind) {
    case 'none':
      return caFile === undefined ? [] : [{ name: gitSecretName, plain: ca }];
    case 'token':
      return git(
        { username: auth.username },
        {
          key: 'password',
          variable: 'flux_git_token',
          description: 'the token of the Git repository',
          form: { expression: '^[!-~]+$', allowed: 'one line without spaces' },
        },
      );
    case 'github-app':
      return git(
        {
          githubAppID: auth.appId,
          githubAppInstallationID: auth.installationId,
          ...(auth.baseUrl === undefined ? {} : { githubAppBaseURL: auth.baseUrl }),
        },
        {
          key: 'githubAppPrivateKey',
          variable: 'flux_github_app_key',
          description: 'the private key of the GitHub App',
          form: privateKeyForm,
        },
      );
    case 'ssh':
      return git(
        { known_hosts: auth.knownHosts ?? auth.knownHostsFile?.text ?? '' },
        {
          key: 'identity',
          variable: 'flux_git_ssh_key',
          description: 'the private deploy key of the Git repository',
          form: privateKeyForm,
        },
      );
  }
}

/** https://fluxcd.io/flux/components/source/ocirepositories/#public-keys-verification */
function cosignSecrets(publicKeys: readonly { readonly text: string }[]): readonly FluxSecret[] {
  if (publicKeys.length === 0) return [];
  const keys = publicKeys.map(({ text }, index) => [`key-${index + 1}.pub`, text]);
  return [{ name: cosignSecretName, plain: Object.fromEntries(keys) as Record<string, string> }];
}

/** https://fluxcd.io/flux/components/kustomize/kustomizations/#age-secret-entry */
const ageSecret: FluxSecret = {
  name: ageSecretName,
  plain: {},
  secret: {
    key: 'fleet.agekey',
    variable: 'flux_age_key',
    description: 'the age key that decrypts manifests',
    form: {
      expression: '(?m)^AGE-SECRET-KEY-1\\S+\\s*$',
      allowed: 'a line AGE-SECRET-KEY-1..., as age-keygen writes it',
    },
  },
};

/**
 * https://fluxcd.io/flux/components/notification/providers/#secret-reference,
 * https://fluxcd.io/flux/components/notification/receivers/#secret-reference
 */
const notificationSecrets: Readonly<Record<NotificationKind, SecretValue>> = {
  chat: {
    key: 'address',
    variable: 'flux_chat_url',
    description: "the address of the chat's incoming webhook",
    form: { expression: '^https?://\\S+$', allowed: 'an http:// or https:// URL' },
  },
  'commit-status': {
    key: 'token',
    variable: 'flux_commit_status_token',
    description: 'the token that may set statuses of commits',
    form: { expression: '^[!-~]+$', allowed: 'one line without spaces' },
  },
  receiver: {
    key: 'token',
    variable: 'flux_receiver_token',
    description: "the secret of the Git host's webhook",
    form: { expression: '^[!-~]{16,}$', allowed: 'one line without spaces, of at least 16 characters' },
  },
};
