import * as z from 'zod';
import type { Context } from '../../validation/context';
import { pattern, withRulesBetween } from '../../validation/field';
import { knownHostsFile, knownHostsText } from './known-hosts';
import { urlField } from '../../validation/url';

const githubId = (what: string, example: string) =>
  pattern(`the ${what}'s number in quotes, for example "${example}"`, /^[1-9]\d{0,18}$/, 'is not a number');

/**
 * How Flux proves to the Git server who it is. The secret part is not in the file: it comes from the environment,
 * see `fluxSecrets`. @default - not at all
 */
export function gitAuthSchema(context: Context) {
  const none = z.strictObject({
    /** The repository is public, or `pullSecret` names a Secret that is managed elsewhere. */
    kind: z.literal('none'),
  });
  return z.discriminatedUnion('kind', [none, ...credentialSchemas(context)]).default({ kind: 'none' });
}

/** The same for who writes: a public repository is not written by everybody. */
export function gitWriteAuthSchema(context: Context) {
  return z.discriminatedUnion('kind', credentialSchemas(context));
}

function credentialSchemas(context: Context) {
  const token = z.strictObject({
    /** A token as password, for GitHub, GitLab and all others. */
    kind: z.literal('token'),

    /** The user that goes with it; GitHub and GitLab accept any with a personal token. @default git */
    username: pattern('a user name, for example git', /^[\w.@+-]{1,100}$/, 'is not a user name').default(
      'git',
    ),
  });

  const githubApp = z.strictObject({
    /** A GitHub App, which gets tokens for an hour each. */
    kind: z.literal('github-app'),

    /** The app's id, from its settings. */
    appId: githubId('app', '123456'),

    /** The id of its installation, the end of the URL of the installation's settings. */
    installationId: githubId('installation', '12345678'),

    /** The API of a GitHub Enterprise Server. @default - that of github.com */
    baseUrl: urlField('an https:// URL, for example https://github.example.com/api/v3', ['https']).optional(),
  });

  const ssh = z.strictObject({
    /** A deploy key. */
    kind: z.literal('ssh'),

    /** The server's host keys, as lines of ~/.ssh/known_hosts. */
    knownHosts: knownHostsText.optional(),

    /** A file of the checkout with the same. */
    knownHostsFile: knownHostsFile(context).optional(),
  });
  const sshWithHosts = withRulesBetween(ssh, ['knownHosts', 'knownHostsFile'], (auth) =>
    (auth.knownHosts === undefined) === (auth.knownHostsFile === undefined)
      ? [
          {
            problem:
              auth.knownHosts === undefined
                ? 'has neither knownHosts nor knownHostsFile'
                : 'has both knownHosts and knownHostsFile',
            allowed: 'one of the two',
            remedy:
              auth.knownHosts === undefined
                ? "Add the server's host keys, which ssh-keyscan shows and its owner publishes."
                : 'Remove one of the two.',
          },
        ]
      : [],
  );

  return [token, githubApp, sshWithHosts] as const;
}
