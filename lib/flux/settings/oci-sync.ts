import * as z from 'zod';
import { ecrRepository } from '../../aws/ecr-repository';
import type { Context } from '../../validation/context';
import { pattern, ruled, text, withRulesBetween, type Fault, type Faults } from '../../validation/field';
import { cosignKeyFile } from './pem';
import { expressionFault } from './go-expression';
import { sourceFields } from './sync-fields';
import { urlFault } from '../../validation/url';

/** An OCI artifact with the manifests, as `flux push artifact` makes it. */
export function ociSyncSchema(context: Context) {
  const mapping = z.strictObject({
    kind: z.literal('oci'),

    /** The repository, without tag. */
    url: text('an oci:// URL without tag, for example oci://ghcr.io/example/fleet', ociUrlFault),

    /** @default latest */
    tag: pattern('the tag of an artifact, for example latest', /^\w[\w.-]{0,127}$/, 'is not a tag').default(
      'latest',
    ),

    /** `aws` reads ECR with the role of the source-controller; `generic` needs no credentials, or `pullSecret`. */
    provider: z.enum(['generic', 'aws']).default('generic'),

    ...sourceFields(context),

    /** Whose signature (cosign) the artifact must have. @default none */
    verify: verifySchema(context).optional(),
  });

  return withRulesBetween(mapping, ['url', 'provider', 'pullSecret'], ecrFaults);
}

interface Registry {
  readonly url: string;
  readonly provider: 'generic' | 'aws';
  readonly pullSecret?: string | undefined;
}

function ecrFaults({ url, provider, pullSecret }: Registry): Faults<Registry> {
  if (provider === 'generic') return [];
  if (pullSecret !== undefined)
    return [
      {
        at: ['pullSecret'],
        problem: 'is not used with flux.sync.provider aws',
        allowed: 'one of the two',
        remedy: 'Remove flux.sync.pullSecret, or flux.sync.provider.',
      },
    ];
  if (ecrRepository(url) !== undefined) return [];
  return [
    {
      at: ['url'],
      problem: 'is not a repository of ECR, but flux.sync.provider is aws',
      allowed:
        'oci://<account>.dkr.ecr.<region>.amazonaws.com/<repository> or another host of ECR, without port',
      remedy: 'Change flux.sync.url, or remove flux.sync.provider.',
    },
  ];
}

function verifySchema(context: Context) {
  const mapping = z.strictObject({
    /** Files of the checkout with public keys; one of their signatures is enough. @default none */
    publicKeys: ruled(z.array(cosignKeyFile(context)), emptyListFaults)
      .describe('a list of files with public keys')
      .optional(),

    /** Who signed without a key of their own (keyless), by regular expressions. @default none */
    identities: ruled(
      z.array(
        z.strictObject({
          /** Who vouches for the signer, for example ^https://token.actions.githubusercontent.com$. */
          issuer: expression,
          /** The signer, for example ^https://github.com/example/fleet.*$. */
          subject: expression,
        }),
      ),
      (identities) => [...emptyListFaults(identities), ...severalIdentitiesFaults(identities)],
    )
      .describe('a list of one issuer and subject; (a|b) stands for several')
      .optional(),
  });
  return withRulesBetween(mapping, ['publicKeys', 'identities'], ({ publicKeys, identities }) =>
    (publicKeys === undefined) === (identities === undefined)
      ? [
          {
            problem: `has ${publicKeys === undefined ? 'neither' : 'both'} publicKeys ${publicKeys === undefined ? 'nor' : 'and'} identities`,
            allowed: 'one of the two',
            remedy:
              publicKeys === undefined ? 'Add one, or remove flux.sync.verify.' : 'Remove one of the two.',
          },
        ]
      : [],
  );
}

function emptyListFaults({ length }: readonly unknown[]): readonly Fault[] {
  return length === 0 ? [{ problem: 'is an empty list' }] : [];
}

/** With bundles of cosign 3, which source-controller 1.8 (Flux 2.8) prefers, cosign refuses more than one. */
function severalIdentitiesFaults({ length }: readonly unknown[]): readonly Fault[] {
  return length > 1
    ? [{ problem: 'has more than one identity, which cosign refuses for newer signatures' }]
    : [];
}

const expression = text(
  'a regular expression of Go (RE2) from ^ to $, for example ^https://github.com/example/fleet.*$',
  expressionFault,
);

function ociUrlFault(value: string): Fault | undefined {
  const isOci = value.startsWith('oci://');
  const fault = isOci ? urlFault(value, ['oci']) : undefined;
  if (fault !== undefined) return fault;
  if (!isOci || !/^oci:\/\/[^/]+\/.+[^/]$/.test(value))
    return { problem: 'is not an oci:// URL of a repository' };
  const [, tag] = /\/[^/]*[:@]([^/]+)$/.exec(value.slice('oci://'.length)) ?? [];
  return tag === undefined
    ? undefined
    : { problem: 'has a tag or a digest', remedy: 'Move it to flux.sync.tag.' };
}
