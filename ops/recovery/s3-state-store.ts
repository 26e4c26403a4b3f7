import type { S3Client } from '@aws-sdk/client-s3';
import { silenceNodeWarning } from './node-warning';
import type { StateStore } from './state-store';

/** The object of a state in S3. */
export interface S3StateObject {
  readonly bucket: string;
  readonly key: string;
  readonly region: string;
}

/**
 * A state in S3. Its lock is an object beside it (https://developer.hashicorp.com/terraform/language/backend/s3#state-locking),
 * which stays when Terraform is killed.
 */
export function s3StateStore({ bucket, key, region }: S3StateObject): StateStore {
  return {
    kind: 's3',
    read: () => readObject(region, bucket, key),
    readLock: () => readObject(region, bucket, `${key}.tflock`),
  };
}

async function readObject(region: string, bucket: string, key: string): Promise<string | undefined> {
  silenceNodeWarning();
  const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
  const client: S3Client = new S3Client({ region });
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToString();
  } catch (error) {
    if ((error as Error).name === 'NoSuchKey') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}
