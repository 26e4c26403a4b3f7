import * as z from 'zod';
import type { Context } from '../../validation/context';
import { shorthand } from '../../validation/field';
import { gitSyncSchema } from './git-sync';
import { ociSyncSchema } from './oci-sync';

/** What Flux reconciles: a Git repository, or an OCI artifact with `kind: oci`. */
export function syncSchema(context: Context) {
  const kinds = z.discriminatedUnion('kind', [gitSyncSchema(context), ociSyncSchema(context)]);
  return shorthand(kinds, (value) => ({
    full: isMappingWithoutKind(value) ? { kind: 'git', ...value } : value,
  }));
}

function isMappingWithoutKind(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('kind' in value);
}
