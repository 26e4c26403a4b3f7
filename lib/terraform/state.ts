import * as z from 'zod';
import type { Context } from '../validation/context';
import type { DeepReadonly } from '../validation/deep-readonly';
import { bucketName } from '../aws/bucket-name';
import { regionFault } from '../aws/regions';
import { kmsKeyArn } from '../aws/settings';
import { pattern, text } from '../validation/field';
import { isInside } from '../validation/checked-in-file';

/** Where Terraform keeps the state of this fleet's stacks. @default - files in a folder of the checkout */
export function stateSchema({ environment, region }: Context) {
  const folder = `.terraform-state/${environment}`;

  const local = z.strictObject({
    /** Files on this machine. */
    kind: z.literal('local'),

    /** Folder of the state files, relative to the checkout. @default .terraform-state/<environment> */
    folder: text('a folder inside the checkout, for example .terraform-state/dev', (value) =>
      isInside(value) ? undefined : { problem: 'is not a folder inside the checkout' },
    ).default(folder),
  });

  const s3 = z.strictObject({
    /** Objects in an S3 bucket, locked while in use. */
    kind: z.literal('s3'),

    /** The bucket, which must exist. */
    bucket: bucketName,

    /** The bucket's region. @default aws.region */
    region: text('the code of an AWS region, for example eu-west-2', regionFault).default(region),

    /** What the objects' keys begin with. @default infra-fleet/<environment> */
    prefix: pattern(
      'letters, digits, and _ . / - without a slash at either end, for example infra-fleet/dev',
      /^[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/,
      'is not a prefix of object keys',
    ).default(`infra-fleet/${environment}`),

    /** ARN of the KMS key that encrypts the objects. @default - the bucket's own encryption */
    kmsKeyId: kmsKeyArn.optional(),
  });

  return z.discriminatedUnion('kind', [local, s3]).default({ kind: 'local', folder });
}

/** The section `state`, with every default filled in. */
export type StateSettings = DeepReadonly<z.output<ReturnType<typeof stateSchema>>>;
