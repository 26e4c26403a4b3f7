/**
 * The URL of a token that `aws eks get-token --cluster-name tf` of awscli 1.45 made with the access key test and the secret
 * test, on 21 November 2026 at 10:19:37 UTC.
 */
export const signedUrl =
  'https://sts.eu-west-2.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15' +
  '&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20261121%2Feu-west-2%2Fsts%2Faws4_request' +
  '&X-Amz-Date=20261121T101937Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id' +
  '&X-Amz-Signature=46a71b98a94c21cb9563c48f0eccdcd8118925029830499bdecf9fc8e0780968';

export const signedAt = new Date('2026-11-21T10:19:37Z');

export function tokenOf(url: string): string {
  return `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
}

export function minutesLater(minutes: number): Date {
  return new Date(signedAt.getTime() + minutes * 60_000);
}
