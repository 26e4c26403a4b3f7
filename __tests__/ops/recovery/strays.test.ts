import type { Lookup } from '../../../ops/recovery/kinds/kind';
import type { StateResource } from '../../../ops/recovery/stack-state';
import { findStrays } from '../../../ops/recovery/strays';
import { awsError, stubbedClients, type Answers } from './support/stubbed-clients';

const ownTags = { Environment: 'dev', ManagedBy: 'infra-fleet' };
const Tags = Object.entries(ownTags).map(([Key, Value]) => ({ Key, Value }));

async function find(answers: Answers, inStates: readonly Partial<StateResource>[] = []) {
  const { clients } = stubbedClients(answers);
  const lookup: Lookup = { clients, account: '0', partition: 'aws', ownTags, isKnown: () => false };
  return await findStrays({
    lookup,
    inStates: inStates.map((resource) => ({ attributes: {}, ...resource }) as StateResource),
    clusterName: 'fleet',
  });
}

const vpcs: Answers = { DescribeVpcsCommand: () => ({ Vpcs: [{ VpcId: 'vpc-1', Tags }] }) };
const tagged = (ResourceARN: string): Answers => ({
  GetResourcesCommand: () => ({ ResourceTagMappingList: [{ ResourceARN, Tags }] }),
});
const entry = 'arn:aws:eks:eu-west-2:0:access-entry/fleet/role/0/node/1';

test('what has the tags of the fleet and is in no state is a stray', async () => {
  expect((await find(vpcs)).strays).toEqual([{ kind: 'aws_vpc', id: 'vpc-1', name: undefined }]);
});

test.each([
  ['its id', vpcs, { id: 'vpc-1' }],
  [
    'its ARN',
    tagged('arn:aws:logs:eu-west-2:0:log-group:/aws/fleet:*'),
    { arn: 'arn:aws:logs:eu-west-2:0:log-group:/aws/fleet' },
  ],
  ['an ARN under another name', tagged(entry), { attributes: { access_entry_arn: entry } }],
])('what a state has under %s is none', async (_, answers, resource) => {
  expect((await find(answers, [resource])).strays).toEqual([]);
});

test.each([
  ['PendingDeletion', []],
  ['Enabled', ['arn:aws:kms:eu-west-2:0:key/k']],
])('a key in the state %s', async (KeyState, ids) => {
  const answers = {
    ...tagged('arn:aws:kms:eu-west-2:0:key/k'),
    DescribeKeyCommand: () => ({ KeyMetadata: { KeyState } }),
  };
  expect((await find(answers)).strays.map(({ id }) => id)).toEqual(ids);
});

test('a role of the cluster is a stray by its tags alone', async () => {
  const answers: Answers = {
    ListRolesCommand: () => ({ Roles: ['fleet-a', 'fleet-b', 'other'].map((RoleName) => ({ RoleName })) }),
    ListRoleTagsCommand: ({ RoleName }) => ({ Tags: RoleName === 'fleet-b' ? [] : Tags }),
  };
  expect((await find(answers)).strays).toEqual([{ kind: 'aws_iam_role', id: 'fleet-a' }]);
});

test('a list that is refused is said', async () => {
  const answers = {
    DescribeVpcsCommand: () => {
      throw awsError('UnauthorizedOperation', 'no');
    },
  };
  expect((await find(answers)).notKnown).toEqual(['aws_vpc: UnauthorizedOperation: no']);
});
