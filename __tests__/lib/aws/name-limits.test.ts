import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { TerraformStack, Testing, Token } from 'cdktf';
import { longNameProblems } from '../../../lib/aws/name-limits';

function problemsOf(build: (scope: TerraformStack) => void) {
  const app = Testing.app();
  build(new TerraformStack(app, 'test'));
  return longNameProblems(app, { file: 'fleet/dev.yaml', clusterName: 'blue' });
}

function roles(...names: readonly string[]) {
  return (scope: TerraformStack) => {
    names.forEach((name, index) => new IamRole(scope, `role-${index}`, { name, assumeRolePolicy: '{}' }));
  };
}

test('a name as long as AWS allows is accepted', () => {
  expect(problemsOf(roles('r'.repeat(64)))).toEqual([]);
});

test('a longer name is refused with the key to change', () => {
  expect(problemsOf(roles('r'.repeat(65)))).toEqual([
    {
      file: 'fleet/dev.yaml',
      path: 'cluster.name',
      given: '"blue"',
      problem: `leads to the name "${'r'.repeat(65)}" of an aws_iam_role, which has 65 characters`,
      allowed: 'up to 64 characters',
      remedy: 'Shorten cluster.name, or the name of what is made of it.',
    },
  ]);
});

test('all names that are too long are refused at once', () => {
  expect(problemsOf(roles('a'.repeat(65), 'b'.repeat(64), 'c'.repeat(70)))).toHaveLength(2);
});

test('a name that only the apply knows is left alone', () => {
  const name = Token.asString({ resolve: () => 'x' });
  expect(
    problemsOf((scope) => {
      new SecurityGroup(scope, 'group', { name: `${name}${'x'.repeat(300)}` });
    }),
  ).toEqual([]);
});
