import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { PresignedCallerIdentity } from './token.js';

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Whether a token was signed with that secret for that cluster (Signature Version 4, query parameters). The cluster's name
 * is in no token: it is a signed header, so a token of another cluster has another signature.
 */
export function isSignedFor(request: PresignedCallerIdentity, clusterName: string, secret: string): boolean {
  const parameters = [...new URLSearchParams(request.query)];
  const value = (name: string): string => parameters.find(([key]) => key.toLowerCase() === name)?.[1] ?? '';
  const [, day = '', region = '', service = '', ending = ''] = value('x-amz-credential').split('/');
  const headers: Readonly<Record<string, string>> = { host: request.host, 'x-k8s-aws-id': clusterName };
  const signedHeaders = value('x-amz-signedheaders');

  const canonicalRequest = [
    'GET',
    '/',
    canonicalQuery(parameters.filter(([key]) => key.toLowerCase() !== 'x-amz-signature')),
    ...signedHeaders.split(';').map((name) => `${name}:${headers[name] ?? ''}`),
    '',
    signedHeaders,
    sha256(''),
  ].join('\n');
  const scope = [day, region, service, ending].join('/');
  const text = [algorithm, value('x-amz-date'), scope, sha256(canonicalRequest)].join('\n');
  const key = [day, region, service, ending].reduce<string | Buffer>(
    (previous, part) => hmac(previous, part),
    `AWS4${secret}`,
  );
  return timingSafeEqual(hmac(key, text), Buffer.from(value('x-amz-signature'), 'hex'));
}

function canonicalQuery(parameters: readonly (readonly [string, string])[]): string {
  return parameters
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

/** RFC 3986: what encodeURIComponent leaves alone beyond the unreserved characters is encoded too. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
