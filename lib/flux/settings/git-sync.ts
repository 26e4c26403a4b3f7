import * as z from 'zod';
import type { Context } from '../../validation/context';
import { pattern, ruled, text, withRulesBetween, type Faults } from '../../validation/field';
import { gitAuthSchema } from './git-auth';
import { credentialFaults } from './git-credentials';
import { certificatesFile } from './pem';
import { repositoryUrl, type GitAddress } from './repository-url';
import { signingKeyFile } from './signing-keys';
import { sourceFields } from './sync-fields';
import { urlField } from '../../validation/url';

/** A Git repository, by its URL or by where it is hosted. */
export function gitSyncSchema(context: Context) {
  const addressed = withRulesBetween(gitMapping(context), [...addressKeys], addressFaults);
  return withRulesBetween(addressed, [...addressKeys, 'auth', 'pullSecret', 'caFile'], (sync) => {
    const url = repositoryUrl(sync);
    return url === undefined ? [] : [...authFaults(sync, url), ...certificateFaults(sync, url)];
  });
}

function gitMapping(context: Context) {
  return z.strictObject({
    /** The kind of a source that names none. */
    kind: z.literal('git').optional().default('git'),

    /** The repository's URL; or `provider`, `owner` and `repository`. */
    url: urlField('an https:// or ssh:// URL (http:// on loopback only)', ['https', 'ssh']).optional(),

    /** Who hosts the repository. */
    provider: z.enum(['github', 'gitlab']).optional(),

    /** User, organization or group, with subgroups. */
    owner: pattern(
      'a user, an organization, or a group with its subgroups: platform/clusters',
      /^\w[\w.-]*(\/\w[\w.-]*)*$/,
      'is not the name of an owner',
    ).optional(),

    /** The repository's name. */
    repository: pattern(
      'the name of a repository, without .git',
      /^[\w.-]+(?<!\.git)$/,
      'is not the name of a repository',
    ).optional(),

    /** The provider's host, where the provider runs on a server of your own. @default - github.com, gitlab.com */
    host: pattern(
      'a host name, for example git.example.com',
      /^[a-z0-9.-]+(:\d+)?$/,
      'is not a host name',
    ).optional(),

    /** @default main */
    branch: text('the name of a branch, for example main', (branch) =>
      /^[\w.+/@-]+$/.test(branch) && !/^[-/]|\.\.|\/\/|@\{|(\/|\.|\.lock)$/.test(branch)
        ? undefined
        : { problem: 'is not the name of a branch' },
    ).default('main'),

    ...sourceFields(context),

    auth: gitAuthSchema(context),

    /** Certificates of the authorities that vouch for the server, in place of the public ones. @default none */
    caFile: certificatesFile(context).optional(),

    /** Whose signature the newest commit must have. @default none */
    verify: z
      .strictObject({
        /** Files of the checkout with public keys, of SSH or OpenPGP; that of `flux.imageAutomation` is one without being listed. */
        publicKeys: ruled(z.array(signingKeyFile(context)), ({ length }) =>
          length === 0 ? [{ problem: 'is an empty list' }] : [],
        ).describe('a list of files with public keys, at least one'),
      })
      .optional(),
  });
}

const addressKeys = ['url', 'provider', 'owner', 'repository', 'host'] as const;

type GitSync = z.output<ReturnType<typeof gitMapping>>;

function addressFaults(address: Omit<GitAddress, 'auth'>): Faults<GitSync> {
  const { url, provider } = address;
  if (url === undefined && provider === undefined)
    return [
      {
        at: ['url'],
        problem: 'is missing',
        allowed: 'an https:// or ssh:// URL (http:// on loopback only)',
        remedy: 'Add flux.sync.url; or flux.sync.provider, owner and repository.',
      },
    ];
  if (url !== undefined)
    return addressKeys
      .filter((key) => key !== 'url' && address[key] !== undefined)
      .map((key) => ({
        at: [key],
        problem: "can't be combined with flux.sync.url",
        allowed: 'url; or provider, owner and repository',
        remedy: `Remove flux.sync.${key} or flux.sync.url.`,
      }));
  return (['owner', 'repository'] as const)
    .filter((key) => address[key] === undefined)
    .map((key) => ({
      at: [key],
      problem: `is missing, but flux.sync.provider is ${provider}`,
      remedy: `Add flux.sync.${key}.`,
    }));
}

function authFaults(sync: GitSync, url: string): Faults<GitSync> {
  const { auth, provider, pullSecret } = sync;
  const overSsh = url.startsWith('ssh:');
  if (pullSecret !== undefined && auth.kind !== 'none')
    return [
      {
        at: ['pullSecret'],
        problem: `can't be combined with flux.sync.auth of kind ${auth.kind}, which makes a Secret of its own`,
        allowed: 'one of the two',
        remedy: 'Remove flux.sync.pullSecret, or flux.sync.auth.',
      },
    ];
  if (overSsh && auth.kind === 'none' && pullSecret === undefined)
    return [
      {
        at: ['url'],
        problem: 'needs a key, but flux.sync.auth is none and flux.sync.pullSecret is not set',
        allowed: 'an ssh:// URL with flux.sync.auth of kind ssh, or with flux.sync.pullSecret',
        remedy: 'Add flux.sync.auth, or use an https:// URL.',
      },
    ];
  if (auth.kind === 'none') return [];
  return credentialFaults('flux.sync.auth', { auth, url, provider }).map(({ at, ...fault }) => ({
    at: ['auth', ...at],
    ...fault,
  }));
}

function certificateFaults({ caFile, pullSecret }: GitSync, url: string): Faults<GitSync> {
  if (caFile === undefined) return [];
  const unused = (problem: string, remedy: string): Faults<GitSync> => [
    { at: ['caFile'], problem, allowed: 'certificates for an https:// URL', remedy },
  ];
  if (pullSecret !== undefined)
    return unused(
      'cannot be added to the Secret of flux.sync.pullSecret, which is managed elsewhere',
      'Remove flux.sync.caFile, and put the certificates into that Secret as ca.crt.',
    );
  return url.startsWith('ssh:')
    ? unused(
        'is not used with an ssh:// URL, whose server is known by its host key',
        'Remove flux.sync.caFile.',
      )
    : [];
}
