import { checkPolicies } from '../../../../ops/commands/scan/stack-policies';
import { PolicyTables } from '../../../../ops/policies/policy-tables';

const tables = new PolicyTables({});
const policy = (Sid: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid, Effect: 'Allow', Action: '*', Resource: '*' }],
  });

test('every policy of a stack is checked', () => {
  const resources = {
    aws_iam_role_policy: { one: { role: 'r', policy: policy('a-b') } },
    aws_kms_key: { two: { policy: policy('c') }, three: {} },
  };
  expect(checkPolicies(resources, tables)).toEqual({
    checked: 2,
    faults: [
      'aws_iam_role_policy.one: statement a-b: the Sid "a-b" may have letters and digits alone',
      'aws_kms_key.two: statement c: it must have a Principal',
    ],
  });
});

test('the policies of a role are counted together', () => {
  const long = policy('a'.repeat(6_000));
  const resources = {
    aws_iam_role_policy: {
      one: { role: 'r', policy: long },
      two: { role: 'r', policy: long },
      three: { role: 's', policy: long },
    },
  };
  expect(checkPolicies(resources, tables).faults).toEqual([
    expect.stringMatching(/^the policies of the role r have \d+ characters together; AWS takes 10240$/),
  ]);
});
