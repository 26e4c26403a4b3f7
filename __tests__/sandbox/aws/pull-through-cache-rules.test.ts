import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PullThroughCacheRules } from '../../../sandbox/src/aws/pull-through-cache-rules';
import { RememberedFields } from '../../../sandbox/src/aws/remembered-fields';

let folder: string;
let rules: PullThroughCacheRules;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-cache-rules-'));
  rules = new PullThroughCacheRules(new RememberedFields(folder));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function call(operation: string, body: object = {}): Promise<unknown> {
  const headers = { 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${operation}` };
  const request = { method: 'POST', url: '/', headers, body: Buffer.from(JSON.stringify(body)) };
  const reply = await rules.handle(request);
  return reply && JSON.parse(reply.body.toString());
}

const quay = { ecrRepositoryPrefix: 'quay', upstreamRegistryUrl: 'quay.io' };

test('a rule is described as it was made', async () => {
  await call('CreatePullThroughCacheRule', quay);
  expect(await call('DescribePullThroughCacheRules', { ecrRepositoryPrefixes: ['quay'] })).toMatchObject({
    pullThroughCacheRules: [quay],
  });
});

test('a prefix has one rule', async () => {
  await call('CreatePullThroughCacheRule', quay);
  await expect(call('CreatePullThroughCacheRule', quay)).rejects.toMatchObject({
    code: 'PullThroughCacheRuleAlreadyExistsException',
  });
});

test('a deleted rule is gone', async () => {
  await call('CreatePullThroughCacheRule', quay);
  await call('DeletePullThroughCacheRule', quay);
  await expect(
    call('DescribePullThroughCacheRules', { ecrRepositoryPrefixes: ['quay'] }),
  ).rejects.toMatchObject({ code: 'PullThroughCacheRuleNotFoundException' });
});

test('without a rule the list is empty', async () => {
  expect(await call('DescribePullThroughCacheRules')).toEqual({ pullThroughCacheRules: [] });
});

test('other operations are left to the emulator', async () => {
  expect(await call('DescribeRepositories')).toBeUndefined();
});
