import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Aspects, TerraformStack, Testing, Token } from 'cdktf';
import { NameLimits } from '../../../lib/aws/name-limits';
import { ConfigurationError } from '../../../lib/validation/errors';
import { synthConstructs } from '../../support/construct';
import { configurationErrorOf } from '../fleet/fixtures';

const limits = new NameLimits({ file: 'fleet/dev.yaml', clusterName: 'blue' });

function checked(build: (scope: TerraformStack) => void): () => void {
  return () =>
    synthConstructs((scope) => {
      build(scope);
      Aspects.of(scope).add(limits);
    });
}

function role(name: string, id = 'role') {
  return (scope: TerraformStack) => {
    new IamRole(scope, id, { name, assumeRolePolicy: '{}' });
  };
}

test('a name as long as AWS allows is accepted', () => {
  expect(checked(role('r'.repeat(64)))).not.toThrow();
});

test('a longer name is refused with the key to change', () => {
  expect(checked(role('r'.repeat(65)))).toThrow(
    new ConfigurationError([
      {
        file: 'fleet/dev.yaml',
        path: 'cluster.name',
        given: '"blue"',
        problem: `leads to the name "${'r'.repeat(65)}" of an aws_iam_role, which has 65 characters`,
        allowed: 'up to 64 characters',
        remedy: 'Shorten cluster.name, or the name of what is made of it.',
      },
    ]),
  );
});

test('all names that are too long, of all stacks of an app, are refused at once', () => {
  const app = Testing.app();
  const stacks = ['one', 'two'].map((id) => {
    const stack = new TerraformStack(app, id);
    Aspects.of(stack).add(limits);
    for (const letter of ['a', 'b']) role(`${id}-${letter.repeat(64)}`, letter)(stack);
    return stack;
  });
  const { problems } = configurationErrorOf(() => Testing.synth(stacks[0]!));
  expect(problems.map(({ problem }) => /"([a-z-]{5})/.exec(problem)?.[1])).toEqual([
    'one-a',
    'one-b',
    'two-a',
    'two-b',
  ]);
});

test('a name that only the apply knows is left alone', () => {
  const name = Token.asString({ resolve: () => 'x' });
  expect(
    checked((scope) => {
      new SecurityGroup(scope, 'group', { name: `${name}${'x'.repeat(300)}` });
    }),
  ).not.toThrow();
});
