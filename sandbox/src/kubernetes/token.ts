/**
 * Tokens of `aws eks get-token`: `k8s-aws-v1.` and the base64url-encoded URL of a presigned STS GetCallerIdentity
 * request whose signature covers the header `x-k8s-aws-id`, the cluster's name. The rules are those of
 * aws-iam-authenticator.
 */

const prefix = 'k8s-aws-v1.';
const maximumLength = 16 * 1024;
const lifetimeMilliseconds = 15 * 60 * 1000;
const clockSkewMilliseconds = 5 * 60 * 1000;

const allowedParameters = new Set([
  'action',
  'version',
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-user-agent',
]);

/** The request that a token stands for. It is only ever sent to the emulator, whatever host it was signed for. */
export interface PresignedCallerIdentity {
  /** Host and port that it was signed for. */
  readonly host: string;
  /** Query string without the question mark, as signed. */
  readonly query: string;
  readonly accessKeyId: string;
}

/** Returns the presigned request of a valid token and undefined for every other text. */
export function parseToken(token: string, now: Date): PresignedCallerIdentity | undefined {
  if (!token.startsWith(prefix) || token.length > maximumLength) return undefined;
  const encoded = token.slice(prefix.length);
  if (!/^[A-Za-z0-9_-]+$/.test(encoded)) return undefined;
  const url = parseUrl(Buffer.from(encoded, 'base64url').toString('utf8'));
  if (url === undefined || !isTokenService(url)) return undefined;
  const parameters = uniqueParameters(url);
  if (parameters === undefined || !isCallerIdentity(parameters)) return undefined;
  if (!isCurrent(parameters, now)) return undefined;
  const accessKeyId = parameters.get('x-amz-credential')?.split('/')[0];
  if (accessKeyId === undefined || accessKeyId === '') return undefined;
  return { host: url.host, query: url.search.slice(1), accessKeyId };
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** STS of AWS, or the sandbox's own AWS endpoint: whoever signs with `AWS_ENDPOINT_URL` set signs for that. */
function isTokenService(url: URL): boolean {
  if (url.pathname !== '/' || url.hash !== '' || url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'http:') return ['127.0.0.1', 'localhost'].includes(url.hostname);
  return (
    url.protocol === 'https:' && url.port === '' && /^sts(\.[a-z0-9-]+)?\.amazonaws\.com$/.test(url.hostname)
  );
}

/** Parameter names in lower case; undefined if one is unknown or repeated. */
function uniqueParameters(url: URL): Map<string, string> | undefined {
  const parameters = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    const key = name.toLowerCase();
    if (!allowedParameters.has(key) || parameters.has(key)) return undefined;
    parameters.set(key, value);
  }
  return parameters;
}

function isCallerIdentity(parameters: ReadonlyMap<string, string>): boolean {
  const signedHeaders = parameters.get('x-amz-signedheaders')?.toLowerCase().split(';') ?? [];
  return (
    parameters.get('action') === 'GetCallerIdentity' &&
    parameters.get('version') === '2011-06-15' &&
    parameters.get('x-amz-algorithm') === 'AWS4-HMAC-SHA256' &&
    /^[0-9a-f]{64}$/.test(parameters.get('x-amz-signature') ?? '') &&
    signedHeaders.includes('x-k8s-aws-id')
  );
}

/** The presigned lifetime (60 s) is not the token's: kubectl keeps a token for 14 minutes, so 15 from its date count. */
function isCurrent(parameters: ReadonlyMap<string, string>, now: Date): boolean {
  const expires = Number(parameters.get('x-amz-expires'));
  if (!Number.isInteger(expires) || expires < 0 || expires * 1000 > lifetimeMilliseconds) return false;
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(parameters.get('x-amz-date') ?? '');
  if (date === null) return false;
  const [, year, month, day, hour, minute, second] = date;
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const age = now.getTime() - signedAt;
  return age >= -clockSkewMilliseconds && age <= lifetimeMilliseconds;
}
