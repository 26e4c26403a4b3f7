import type { FluxSecret, SecretValue } from './flux-secret';
import { credentialsSecret, signingKey } from './git-credentials-secret';
import type { NotificationKind } from './settings/notifications';
import type { FluxSettings } from './settings/settings';
import { openPgpKeys } from './settings/signing-keys';

/** The Secret with Flux's credentials for its Git repository. */
export const gitSecretName = 'flux-git';
/** The Secret with the credentials with which image automation writes to it. */
export const gitWriteSecretName = 'flux-git-write';
/** The Secret with the private key that signs the commits of image automation. */
export const gitSigningSecretName = 'flux-git-signing';
/** The Secret with the public keys that verify commits. */
export const gitVerifySecretName = 'flux-git-verify';
/** The Secret with the public keys that verify OCI artifacts. */
export const cosignSecretName = 'flux-cosign';
/** The Secret with the key that decrypts manifests. */
export const ageSecretName = 'sops-age';

/** The Secrets that Flux needs, in the form that its controllers read. */
export function fluxSecrets(flux: FluxSettings): readonly FluxSecret[] {
  const { sync, decryption, notifications } = flux;
  return [
    ...(sync.kind === 'git' ? gitSecrets(sync, flux) : cosignSecrets(sync.verify?.publicKeys ?? [])),
    ...(decryption?.kind === 'age' ? [ageSecret] : []),
    ...notifications.map((kind) => ({ name: `flux-${kind}`, plain: {}, secret: notificationSecrets[kind] })),
  ];
}

type GitSync = Extract<FluxSettings['sync'], { kind: 'git' }>;

function gitSecrets(
  { auth, caFile, verify }: GitSync,
  { imageAutomation }: Pick<FluxSettings, 'imageAutomation'>,
): readonly FluxSecret[] {
  const ca: Readonly<Record<string, string>> = caFile === undefined ? {} : { 'ca.crt': caFile.text };
  const reading =
    auth.kind === 'none'
      ? caFile && { name: gitSecretName, plain: ca }
      : credentialsSecret({ name: gitSecretName, auth, ca });
  const writing = imageAutomation && [
    credentialsSecret({ name: gitWriteSecretName, auth: imageAutomation.auth, ca, writes: true }),
    { name: gitSigningSecretName, plain: {}, secret: signingKey },
  ];
  const keys = verify && [
    ...verify.publicKeys,
    ...(imageAutomation === undefined ? [] : [imageAutomation.signingKey]),
  ];
  return [
    ...(reading === undefined ? [] : [reading]),
    ...(writing ?? []),
    ...(keys === undefined ? [] : [verifySecret(keys)]),
  ];
}

/** https://fluxcd.io/flux/components/source/gitrepositories/#verification */
function verifySecret(files: readonly { readonly text: string }[]): FluxSecret {
  const keys = files.flatMap(({ text }) => {
    const armored = openPgpKeys(text);
    return armored.length > 0
      ? armored.map((key) => ({ suffix: 'asc', key }))
      : [{ suffix: 'sshpub', key: text }];
  });
  const entries = keys.map(({ suffix, key }, index) => [`key-${index + 1}.${suffix}`, key]);
  return { name: gitVerifySecretName, plain: Object.fromEntries(entries) as Record<string, string> };
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
