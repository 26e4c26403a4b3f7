import * as z from 'zod';
import { kmsKeyArn } from '../../aws/settings';
import { uniqueList } from '../../validation/field';

/** How Flux decrypts what SOPS encrypted in Git (https://fluxcd.io/flux/guides/mozilla-sops/). */
export const decryptionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    /** With keys of KMS, which the role of the kustomize-controller may use: there is no secret. */
    kind: z.literal('kms'),

    /** ARNs of the keys in .sops.yaml. */
    keyArns: uniqueList(kmsKeyArn, 'a list of ARNs of KMS keys, at least one', (keys) =>
      keys.length === 0 ? { problem: 'is an empty list' } : undefined,
    ),
  }),
  z.strictObject({
    /** With an age key, from the environment (see `fluxSecrets`) into the Secret sops-age. */
    kind: z.literal('age'),
  }),
]);
