import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogGroupKeys } from '../../../sandbox/src/aws/log-group-keys.js';
import { jsonReply, type AwsRequest } from '../../../sandbox/src/aws/message.js';
import { RememberedFields } from '../../../sandbox/src/aws/remembered-fields.js';

const folder = mkdtempSync(join(tmpdir(), 'log-group-keys-'));
const logGroupName = '/aws/eks/dev/cluster';
const groups = { logGroups: [{ logGroupName, retentionInDays: 30 }] };
const keys = new LogGroupKeys(
  {
    send: () => Promise.resolve(jsonReply(200, groups)),
    json: <T>() => Promise.resolve(groups as T),
  },
  new RememberedFields(folder),
);

afterAll(() => rmSync(folder, { recursive: true }));

async function call(operation: string, body: object): Promise<unknown> {
  const headers = { 'x-amz-target': `Logs_20140328.${operation}` };
  const request: AwsRequest = { method: 'POST', url: '/', headers, body: Buffer.from(JSON.stringify(body)) };
  const reply = await keys.handle(request);
  return reply === undefined ? undefined : JSON.parse(reply.body.toString());
}

const described = async () => await call('DescribeLogGroups', {});

test('a log group has the key that was associated with it', async () => {
  await call('AssociateKmsKey', { logGroupName, kmsKeyId: 'arn:key' });
  expect(await described()).toEqual({
    logGroups: [{ logGroupName, retentionInDays: 30, kmsKeyId: 'arn:key' }],
  });
});

test('a log group that is made anew has no key', async () => {
  await call('AssociateKmsKey', { logGroupName, kmsKeyId: 'arn:key' });
  await call('DeleteLogGroup', { logGroupName });
  expect(await described()).toEqual({ logGroups: [{ logGroupName, retentionInDays: 30 }] });
});

test('a log group keeps its key when somebody tries to make it again', async () => {
  await call('AssociateKmsKey', { logGroupName, kmsKeyId: 'arn:key' });
  expect(await call('CreateLogGroup', { logGroupName })).toBeUndefined();
  expect(await described()).toEqual({
    logGroups: [{ logGroupName, retentionInDays: 30, kmsKeyId: 'arn:key' }],
  });
});

test('a log group that does not exist takes no key', async () => {
  await expect(call('AssociateKmsKey', { logGroupName: 'other', kmsKeyId: 'arn:key' })).rejects.toThrow(
    'The specified log group does not exist.',
  );
});
