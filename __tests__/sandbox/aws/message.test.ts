import { AwsError, errorReply, signedService } from '../../../sandbox/src/aws/message.js';

test('the service is the one that a request is signed for', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-2/eks/aws4_request, SignedHeaders=host, Signature=0';
  expect(signedService({ authorization })).toBe('eks');
});

test('an unsigned request is of no service', () => {
  expect(signedService({})).toBeUndefined();
});

test('an error carries its name where clients of JSON services look for it', () => {
  expect(
    errorReply(new AwsError(409, 'ResourceInUseException', 'In use'), 'rest-json').headers,
  ).toHaveProperty('x-amzn-errortype', 'ResourceInUseException');
});

test.each([
  ['ec2', /^<Response><Errors><Error><Code>Gone<\/Code><Message>a &lt; b<\/Message>/],
  ['query', /^<ErrorResponse><Error><Type>Sender<\/Type><Code>Gone<\/Code>/],
  ['rest-xml', /^<Error><Code>Gone<\/Code>/],
] as const)('an error of the protocol %s is XML as its clients read it', (protocol, xml) => {
  expect(errorReply(new AwsError(404, 'Gone', 'a < b'), protocol).body.toString()).toMatch(xml);
});
