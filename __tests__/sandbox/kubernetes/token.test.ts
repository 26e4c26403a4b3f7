import { parseToken } from '../../../sandbox/src/kubernetes/token.js';
import { minutesLater, signedAt, signedUrl, tokenOf } from './tokens';

test('a token of the AWS CLI is the request that it presigned', () => {
  expect(parseToken(tokenOf(signedUrl), signedAt)).toEqual({
    host: 'sts.eu-west-2.amazonaws.com',
    query: signedUrl.slice(signedUrl.indexOf('?') + 1),
    accessKeyId: 'test',
  });
});

test("a token signed for the sandbox's endpoint is taken", () => {
  const url = signedUrl.replace('https://sts.eu-west-2.amazonaws.com', 'http://127.0.0.1:4566');
  expect(parseToken(tokenOf(url), signedAt)).toMatchObject({ host: '127.0.0.1:4566' });
});

test('a token counts for 15 minutes, longer than its URL', () => {
  expect(parseToken(tokenOf(signedUrl), minutesLater(14.9))).toBeDefined();
});

test.each([
  ['an old token', tokenOf(signedUrl), minutesLater(15.1)],
  ['a token of the future', tokenOf(signedUrl), minutesLater(-6)],
])('%s is refused', (_what, token, now) => {
  expect(parseToken(token, now)).toBeUndefined();
});

test.each([
  ['another prefix', tokenOf(signedUrl).replace('k8s-aws-v1.', 'k8s-aws-v2.')],
  ['no URL', tokenOf('hello')],
  ['text that is not base64url', 'k8s-aws-v1.a b'],
  ['another host', tokenOf(signedUrl.replace('amazonaws.com', 'amazonaws.com.example.com'))],
  ['another path', tokenOf(signedUrl.replace('.com/?', '.com/x?'))],
  ['another port', tokenOf(signedUrl.replace('.com/?', '.com:8443/?'))],
  ['a user in the URL', tokenOf(signedUrl.replace('https://', 'https://me@'))],
  ['plain HTTP to AWS', tokenOf(signedUrl.replace('https:', 'http:'))],
  ['another action', tokenOf(signedUrl.replace('GetCallerIdentity', 'AssumeRole'))],
  ['an unknown parameter', tokenOf(`${signedUrl}&RoleArn=x`)],
  ['a repeated parameter', tokenOf(`${signedUrl}&Action=GetCallerIdentity`)],
  ['a repeated parameter in other case', tokenOf(`${signedUrl}&action=GetCallerIdentity`)],
  ['no signed cluster name', tokenOf(signedUrl.replace('%3Bx-k8s-aws-id', ''))],
  ['a signature of another form', tokenOf(signedUrl.slice(0, -1))],
  ['a lifetime above 15 minutes', tokenOf(signedUrl.replace('Expires=60', 'Expires=901'))],
  ['no date', tokenOf(signedUrl.replace('X-Amz-Date=20261121T101937Z&', ''))],
])('a token with %s is refused', (_what, token) => {
  expect(parseToken(token, signedAt)).toBeUndefined();
});
