import type { EmulatorClient } from '../../../sandbox/src/aws/emulator-client';
import type { AwsReply } from '../../../sandbox/src/aws/message';
import { TaggedResources } from '../../../sandbox/src/aws/tagged-resources';

const queue = 'arn:aws:sqs:eu-west-2:000000000000:events';
const cluster = 'arn:aws:eks:eu-west-2:000000000000:cluster/fleet';
const group = 'arn:aws:eks:eu-west-2:000000000000:nodegroup/fleet/default/1';
const logs = 'arn:aws:logs:eu-west-2:000000000000:log-group:/aws/eks/fleet/cluster';

const eks: Readonly<Record<string, object>> = {
  '/clusters': { clusters: ['fleet'] },
  '/clusters/fleet': { cluster: { arn: cluster } },
  '/clusters/fleet/node-groups': { nodegroups: ['default'] },
  '/clusters/fleet/node-groups/default': { nodegroup: { nodegroupArn: group } },
};

const emulator = {
  send: () => {
    const answer = { PaginationToken: '', ResourceTagMappingList: [{ ResourceARN: queue, Tags: [] }] };
    return Promise.resolve<AwsReply>({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) });
  },
  eks: (_: string, path: string) => Promise.resolve(eks[path]),
  json: (_: string, target: string) =>
    Promise.resolve(
      target.endsWith('DescribeLogGroups')
        ? { logGroups: [{ arn: `${logs}:*` }] }
        : { tags: { Environment: 'dev' } },
    ),
} as unknown as EmulatorClient;

const tags = { of: () => Promise.resolve({ Environment: 'dev' }) };

async function arns(query: object): Promise<string[]> {
  const resources = new TaggedResources(emulator, tags);
  const reply = await resources.handle({
    method: 'POST',
    url: '/',
    headers: { 'x-amz-target': 'ResourceGroupsTaggingAPI_20170126.GetResources' },
    body: Buffer.from(JSON.stringify(query)),
  });
  const answer = JSON.parse(reply!.body.toString()) as { ResourceTagMappingList: { ResourceARN: string }[] };
  return answer.ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN);
}

test('clusters, node groups and log groups join what the emulator lists', async () => {
  expect(await arns({ TagFilters: [{ Key: 'Environment', Values: ['dev'] }] })).toEqual([
    queue,
    cluster,
    group,
    logs,
  ]);
});

test('what has another tag is not added', async () => {
  expect(await arns({ TagFilters: [{ Key: 'Environment', Values: ['prod'] }] })).toEqual([queue]);
});

test('what is of a type that is not asked for is not added', async () => {
  expect(await arns({ ResourceTypeFilters: ['sqs', 'eks:nodegroup'] })).toEqual([queue, group]);
});

test('other operations are left to the emulator', async () => {
  const request = { method: 'POST', url: '/', headers: {}, body: Buffer.from('{}') };
  expect(await new TaggedResources(emulator, tags).handle(request)).toBeUndefined();
});
