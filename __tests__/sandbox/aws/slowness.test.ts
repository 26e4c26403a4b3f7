import type { IncomingHttpHeaders } from 'node:http';
import { changingCall, Slowness } from '../../../sandbox/src/aws/slowness.js';
import type { AwsRequest } from '../../../sandbox/src/aws/message.js';

function request(
  service: string,
  props: Partial<Record<'method' | 'url' | 'target' | 'body', string>>,
): AwsRequest {
  const credential = `test/20260101/eu-west-2/${service}/aws4_request`;
  const headers: IncomingHttpHeaders = {
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
    ...(props.target !== undefined && { 'x-amz-target': props.target }),
  };
  return {
    method: props.method ?? 'POST',
    url: props.url ?? '/',
    headers,
    body: Buffer.from(props.body ?? ''),
  };
}

const createVpc = request('ec2', { body: 'Action=CreateVpc&Version=2016-11-15' });

test.each([
  ['a query', createVpc, 'CreateVpc'],
  [
    'a JSON target',
    request('ecr', { target: 'AmazonEC2ContainerRegistry.CreateRepository' }),
    'CreateRepository',
  ],
  ['EKS', request('eks', { url: '/clusters' }), 'POST /clusters'],
  ['a query that reads', request('ec2', { body: 'Action=DescribeVpcs' }), undefined],
  ['EKS that is read', request('eks', { method: 'GET', url: '/clusters' }), undefined],
])('the changing call of %s', (_, asked, call) => {
  expect(changingCall(asked)).toBe(call);
});

describe('an answer', () => {
  const held: string[] = [];
  const slowness = new Slowness({ hold: 60_000, log: (line) => held.push(line) });

  beforeEach(() => held.splice(0));

  test.each([
    ['of every changing call is held without a pattern', '', true],
    ['of a call that the pattern names is held', '^CreateVpc$', true],
    ['of another call is not', '^POST /clusters$', false],
    ['is not held after the end', undefined, false],
  ])('%s', (_, calls, isHeld) => {
    slowness.set(calls);
    void slowness.hold(createVpc);
    expect(held).toEqual(isHeld ? ['CreateVpc took effect; its answer is held'] : []);
  });
});
