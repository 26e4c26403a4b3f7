import * as z from 'zod';
import type { Context } from '../../validation/context';
import type { Faults } from '../../validation/field';
import { gitWriteAuthSchema } from './git-auth';
import { credentialFaults } from './git-credentials';
import { repositoryUrl } from './repository-url';
import { sshPublicKeyFile } from './signing-keys';
import type { syncSchema } from './sync';

/** How Flux commits the tags of new images to the repository that it reconciles (gitops/image-automation). */
export function imageAutomationSchema(context: Context) {
  return z.strictObject({
    /** How it writes to the repository: with credentials of its own, so that those of `flux.sync` need no more than to read. */
    auth: gitWriteAuthSchema(context),

    /** A file of the checkout with the public half of the key that signs its commits. */
    signingKey: sshPublicKeyFile(context),
  });
}

type Sync = z.output<ReturnType<typeof syncSchema>>;
type ImageAutomation = z.output<ReturnType<typeof imageAutomationSchema>>;

const key = 'flux.imageAutomation.auth';

/** Where image automation and what Flux reconciles don't fit together, below `flux`. */
export function imageAutomationFaults(
  sync: Sync,
  { auth }: ImageAutomation,
): Faults<{ imageAutomation: ImageAutomation }> {
  if (sync.kind === 'oci')
    return [
      {
        at: ['imageAutomation'],
        problem: 'has no repository to commit to: flux.sync is of kind oci',
        allowed: 'flux.imageAutomation with flux.sync of kind git',
        remedy: 'Remove flux.imageAutomation, or reconcile the Git repository.',
      },
    ];
  const url = repositoryUrl(sync);
  if (url === undefined) return [];
  const isSameApp =
    auth.kind === 'github-app' && sync.auth.kind === 'github-app' && auth.appId === sync.auth.appId;
  if (isSameApp)
    return [
      {
        at: ['imageAutomation', 'auth', 'appId'],
        problem: 'is the app of flux.sync.auth, which could then write too',
        allowed: 'an app of its own, with "Contents: read and write"',
        remedy: 'Make a second app.',
      },
    ];
  return credentialFaults(key, { auth, url, provider: sync.provider }).map(({ at, ...fault }) => ({
    at: ['imageAutomation', 'auth', ...at] as const,
    ...fault,
  }));
}
