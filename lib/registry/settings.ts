import * as z from 'zod';
import type { DeepReadonly } from '../validation/deep-readonly';
import { pattern, uniqueList, wholeNumber, withRulesBetween } from '../validation/field';

/** The public registries that ECR caches, by the prefix of their images there. */
export const cachedRegistries = ['ecr-public', 'kubernetes', 'quay', 'docker-hub', 'github'] as const;

/** Those from which ECR pulls with credentials alone. */
const registriesWithCredentials = ['docker-hub', 'github'] as const;

/** https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html */
const secretArn = pattern(
  'the ARN of a secret whose name begins with ecr-pullthroughcache/, in the account and region of the fleet',
  /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:ecr-pullthroughcache\/[\w/+=.@-]+$/,
  'is not the ARN of such a secret',
);

const repositoryName = /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/;

const mapping = z.strictObject({
  /** Names of repositories for the fleet's own images. @default none */
  repositories: uniqueList(
    pattern(
      'the name of an ECR repository, for example applications/hello',
      repositoryName,
      'is not the name of an ECR repository',
    ),
    'a list of names of ECR repositories',
  ).default([]),

  /** Images that are kept in each repository; older ones are deleted. @default 50 */
  keptImages: wholeNumber(1, 1000).default(50),

  /** Whether a destroy deletes repositories that have images in them; otherwise it fails. @default false */
  deleteWithImages: z.boolean().default(false),

  /** Public registries whose images are pulled through ECR under these prefixes. @default none */
  pullThroughCache: uniqueList(z.enum(cachedRegistries), `a list of ${cachedRegistries.join(', ')}`).default(
    [],
  ),

  /**
   * Secrets with the user name and access token for docker-hub and github. Their content never is in the fleet file or in a
   * state. @default none
   */
  cacheCredentials: z
    .strictObject({ 'docker-hub': secretArn.optional(), github: secretArn.optional() })
    .default({}),
});

/** Container images in ECR. */
export const registrySchema = withRulesBetween(
  mapping,
  ['pullThroughCache', 'cacheCredentials'],
  ({ pullThroughCache, cacheCredentials }) =>
    registriesWithCredentials
      .filter((name) => pullThroughCache.includes(name) !== (cacheCredentials[name] !== undefined))
      .map((name) =>
        pullThroughCache.includes(name)
          ? {
              at: ['pullThroughCache', pullThroughCache.indexOf(name)] as const,
              problem: 'is a registry from which ECR pulls with credentials alone',
              remedy: `Add registry.cacheCredentials.${name}, or remove ${name}.`,
            }
          : {
              at: ['cacheCredentials', name] as const,
              problem: `has credentials for a registry that registry.pullThroughCache doesn't have`,
              allowed: 'credentials of cached registries',
              remedy: `Add ${name} to registry.pullThroughCache, or remove the credentials.`,
            },
      ),
);

/** The section `registry`, with every default filled in. */
export type RegistrySettings = DeepReadonly<z.output<typeof registrySchema>>;
