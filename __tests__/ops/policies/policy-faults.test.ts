import { policyFaults } from '../../../ops/policies/policy-faults';
import { policyKinds } from '../../../ops/policies/policy-kind';
import { PolicyTables } from '../../../ops/policies/policy-tables';

const tables = new PolicyTables({
  policy_sentry_schema_version: 'v2',
  sqs: {
    privileges: {
      SendMessage: { resource_types: { queue: { condition_keys: [] } } },
      ListQueues: { resource_types: { '': { condition_keys: ['sqs:Prefix'] } } },
      TagQueue: {
        resource_types: {
          queue: { condition_keys: [] },
          '': { condition_keys: ['aws:RequestTag/${TagKey}'] },
        },
      },
    },
    privileges_lower_name: { sendmessage: 'SendMessage', listqueues: 'ListQueues', tagqueue: 'TagQueue' },
    resources: {
      queue: { arn: 'arn:${Partition}:sqs:${Region}:${Account}:${QueueName}', condition_keys: ['sqs:Kind'] },
    },
  },
  sts: {
    privileges: { AssumeRoleWithWebIdentity: { resource_types: { role: { condition_keys: [] } } } },
    privileges_lower_name: { assumerolewithwebidentity: 'AssumeRoleWithWebIdentity' },
    resources: { role: { arn: 'arn:${Partition}:iam::${Account}:role/${RoleName}', condition_keys: [] } },
  },
});

const queueArn = 'arn:aws:sqs:eu-west-2:111122223333:jobs';
const good = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queueArn };

function faults(
  statement: object,
  kind: keyof typeof policyKinds = 'inline',
  policy: object = {},
): readonly string[] {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement], ...policy });
  return policyFaults({ kind: policyKinds[kind], text, tables });
}

test.each([
  ['names its resource', good],
  ['uses wildcards', { ...good, Action: 'sqs:*', Resource: 'arn:aws:sqs:*:*:*' }],
  ['names what Terraform knows later', { ...good, Resource: '${aws_sqs_queue.jobs.arn}' }],
  ['uses what every request has', { ...good, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
  [
    'uses a tag of the request',
    { ...good, Action: 'sqs:TagQueue', Condition: { StringLike: { 'aws:RequestTag/team': '*' } } },
  ],
  [
    "uses a key of the action's resource",
    { ...good, Condition: { StringEqualsIfExists: { 'sqs:Kind': 'fifo' } } },
  ],
  ['allows a list for *', { Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }],
])('a role policy that %s has no fault', (_, statement) => {
  expect(faults(statement)).toEqual([]);
});

test.each([
  ['unknown element', { ...good, Actions: 'x' }, 'Actions is no element of a statement'],
  ['no effect', { ...good, Effect: 'allow' }, 'the Effect is "allow"; it must be Allow or Deny'],
  ['no action', { Effect: 'Allow', Resource: '*' }, 'it must have either Action or NotAction'],
  [
    'no resource',
    { Effect: 'Allow', Action: 'sqs:SendMessage' },
    'it must have either Resource or NotResource',
  ],
  ['a principal', { ...good, Principal: '*' }, 'a role policy has no Principal'],
  ['a Sid with a hyphen', { ...good, Sid: 'a-b' }, 'the Sid "a-b" may have letters and digits alone'],
  ['an empty list', { ...good, Action: [] }, 'Action must be a text or a list of texts'],
  [
    'an unknown operator',
    { ...good, Condition: { StringIs: { a: 'b' } } },
    'StringIs is not an operator of conditions',
  ],
  ['an unknown action', { ...good, Action: 'sqs:SentMessage' }, 'AWS has no action sqs:SentMessage'],
  ['an unknown service', { ...good, Action: 'sq:SendMessage' }, 'AWS has no action sq:SendMessage'],
  [
    'a resource of another service',
    { ...good, Resource: [queueArn, 'arn:aws:s3:::b'] },
    'none of its actions takes the resource arn:aws:s3:::b',
  ],
  [
    'a resource for an action that takes none',
    { ...good, Action: ['sqs:ListQueues', 'sqs:SendMessage'] },
    'sqs:ListQueues takes no resource, so Resource must be *',
  ],
  [
    'a resource that Terraform knows later for an action that takes none',
    { ...good, Action: 'sqs:ListQueues', Resource: '${aws_sqs_queue.jobs.arn}' },
    'sqs:ListQueues takes no resource, so Resource must be *',
  ],
  [
    'an unknown condition key',
    { ...good, Condition: { StringEquals: { 'sqs:Colour': 'red' } } },
    'sqs:SendMessage does not know the condition key sqs:Colour',
  ],
  [
    'a tag that the action does not take',
    { ...good, Condition: { StringEquals: { 'aws:RequestTag/a': 'b' } } },
    'sqs:SendMessage does not know the condition key aws:RequestTag/a',
  ],
])('a statement with %s has that fault', (_, statement, fault) => {
  expect(faults(statement).map((text) => text.replace(/^statement [^:]+: /, ''))).toContain(fault);
});

test('a queue takes seven actions in a statement', () => {
  const actions = Array.from({ length: 8 }, () => 'sqs:SendMessage');
  expect(faults({ ...good, Principal: '*', Action: actions }, 'queue')).toEqual([
    'statement 1: it has 8 actions; a statement of a queue policy may have 7',
  ]);
});

test('a trust policy has principals and no resources', () => {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity', Resource: '*' };
  expect(faults(trust, 'trust')).toEqual([
    'statement 1: a trust policy has no Resource',
    'statement 1: it must have a Principal',
  ]);
});

test("the keys of an identity provider begin with the provider's address", () => {
  const Condition = { StringEquals: { 'oidc.example.com:sub': 'repo' } };
  const Principal = { Federated: 'arn:aws:iam::111122223333:oidc-provider/oidc.example.com' };
  const trust = { Effect: 'Allow', Principal, Action: 'sts:AssumeRoleWithWebIdentity', Condition };
  expect(faults(trust, 'trust')).toEqual([]);
});

test('white space does not count', () => {
  const text = `${JSON.stringify({ Version: '2012-10-17', Statement: [good] })}${' '.repeat(20_000)}`;
  expect(policyFaults({ kind: policyKinds.inline, text, tables })).toEqual([]);
});

test('what is too long is said with its limit', () => {
  expect(faults({ ...good, Sid: 'a'.repeat(10_240) })[0]).toMatch(
    /^has \d+ characters; a role policy may have 10240$/,
  );
});

test.each([
  ['no JSON', '{', ['is not a JSON object']],
  ['no object', '[]', ['is not a JSON object']],
  ['empty', '{"Version":"2012-10-17"}', ['has no Statement']],
  [
    'of another version',
    '{"Version":"2012-10-18","Statement":[]}',
    ['has the Version "2012-10-18"; it must be 2012-10-17', 'has no Statement'],
  ],
])('a policy that is %s is refused', (_, text, expected) => {
  expect(policyFaults({ kind: policyKinds.inline, text, tables })).toEqual(expected);
});
