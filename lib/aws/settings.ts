import * as z from 'zod';
import type { DeepReadonly } from '../validation/deep-readonly';
import { pattern, ruled, text, textMap, type Fault, type Rule } from '../validation/field';
import { partitionOf } from './partitions';
import { isRegion, regionFault } from './regions';

/** A resource can have at most 50 tags; the app adds its own to those of the file. */
const mostTags = 40;

/** The characters that tags share across services: letters, digits, spaces and `_ . : / = + - @`. */
const tagText = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** The ARN of an IAM policy, of the account or one of AWS. */
export function iamPolicyArn(example: string, ...rules: readonly Rule<string>[]) {
  return text(
    `the ARN of an IAM policy, for example ${example}`,
    (arn) =>
      /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/.test(arn)
        ? undefined
        : { problem: 'is not the ARN of an IAM policy' },
    ...rules,
  );
}

/** The fault of an ARN in another partition than a region. */
export function partitionFault(arn: string, region: string): Fault | undefined {
  const partition = arn.split(':')[1];
  if (!isRegion(region) || partition === partitionOf(region)) return undefined;
  return {
    problem: `is in the partition ${partition}, but ${region} is in ${partitionOf(region)}`,
    allowed: `an ARN that begins with arn:${partitionOf(region)}:`,
  };
}

/** Where everything is made. */
export const awsSchema = z.strictObject({
  /** The account's 12 digits. Deploying with the credentials of another account is an error. */
  account: pattern('12 digits in quotes, for example "111122223333"', /^\d{12}$/, 'is not an AWS account id'),

  /** The region, for example eu-west-2. */
  region: text('the code of an AWS region, for example eu-west-2', regionFault),

  /** Tags of everything that can have some, besides those of the app. @default none */
  tags: ruled(
    textMap(
      `at most ${mostTags} tags; keys of 1 to 128 and values of up to 256 letters, digits, spaces and _ . : / = + - @`,
      tagFault,
    ),
    (tags) => (Object.keys(tags).length > mostTags ? [{ problem: `has more than ${mostTags} tags` }] : []),
  ).default({}),

  /** ARN of an IAM policy that bounds what every role of the fleet may do. @default none */
  permissionsBoundary: iamPolicyArn('arn:aws:iam::111122223333:policy/boundary').optional(),
});

function tagFault(key: string, value: string): Fault | undefined {
  if (/^aws:/i.test(key))
    return {
      problem: 'has a key that begins with aws:, which AWS keeps for itself',
      remedy: 'Rename the tag.',
    };
  if (key.length < 1 || key.length > 128) return { problem: `has a key of ${key.length} characters` };
  if (value.length > 256) return { problem: `is ${value.length} characters long` };
  return tagText.test(key + value) ? undefined : { problem: 'has characters that a tag cannot have' };
}

/** The section `aws`, with every default filled in. */
export type AwsSettings = DeepReadonly<z.output<typeof awsSchema>>;

/** The ARN of a KMS key, not of an alias. */
export const kmsKeyArn = pattern(
  'the ARN of a KMS key, for example arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[a-z0-9-]+$/,
  'is not the ARN of a KMS key',
);
