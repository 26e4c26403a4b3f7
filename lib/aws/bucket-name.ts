import { pattern } from '../validation/field';

/** Name of an S3 bucket. */
export const bucketName = pattern(
  'the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens',
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  'is not the name of an S3 bucket',
);
