import { AwsError, errorReply, signedService } from '../../../sandbox/src/aws/message.js';

test('the service is the one that a request is signed for', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-2/eks/aws4_request, SignedHeaders=host, Signature=0';
  expect(signedService({ authorization })).toBe('eks');
});

test('an unsigned request is of no service', () => {
  expect(signedService({})).toBeUndefined();
});

test('an error carries its name where AWS clients look for it', () => {
  expect(errorReply(new AwsError(409, 'ResourceInUseException', 'In use')).headers).toHaveProperty(
    'x-amzn-errortype',
    'ResourceInUseException',
  );
});
