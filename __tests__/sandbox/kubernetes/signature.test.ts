import { isSignedFor } from '../../../sandbox/src/kubernetes/signature.js';
import { parseToken } from '../../../sandbox/src/kubernetes/token.js';
import { signedAt, signedUrl, tokenOf } from './tokens';

function signed(cluster: string, secret: string, url = signedUrl): boolean {
  const request = parseToken(tokenOf(url), signedAt);
  if (request === undefined) throw new Error('The token is not valid');
  return isSignedFor(request, cluster, secret);
}

test("the AWS CLI's signature is right for its cluster and secret", () => {
  expect(signed('tf', 'test')).toBe(true);
});

test('a token of another cluster is told by its signature', () => {
  expect(signed('other', 'test')).toBe(false);
});

test('a token of another secret is told by its signature', () => {
  expect(signed('tf', 'wrong')).toBe(false);
});

test('a changed parameter is told by the signature', () => {
  expect(signed('tf', 'test', signedUrl.replace('Expires=60', 'Expires=61'))).toBe(false);
});
