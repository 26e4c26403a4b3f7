import * as z from 'zod';
import type { Context } from '../../validation/context';
import { gitSyncSchema } from './git-sync';
import { ociSyncSchema } from './oci-sync';

/** What Flux reconciles: a Git repository, or an OCI artifact with `kind: oci`. */
export function syncSchema(context: Context) {
  return z.discriminatedUnion('kind', [gitSyncSchema(context), ociSyncSchema(context)]);
}
