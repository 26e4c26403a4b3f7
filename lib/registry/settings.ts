import * as z from 'zod';
import type { DeepReadonly } from '../validation/deep-readonly';
import { pattern, uniqueList, wholeNumber } from '../validation/field';

/** The public registries that ECR caches without credentials. */
export const cachedRegistries = ['ecr-public', 'kubernetes', 'quay'] as const;

const repositoryName = /^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/;

/** Container images in ECR. */
export const registrySchema = z.strictObject({
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
});

/** The section `registry`, with every default filled in. */
export type RegistrySettings = DeepReadonly<z.output<typeof registrySchema>>;
