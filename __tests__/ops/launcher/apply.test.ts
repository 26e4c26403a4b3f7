import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { launcher, StackFolder } from './launcher';

// The launcher's start is slow beside other work.
jest.setTimeout(60_000);

let stack: StackFolder;

beforeEach(() => {
  stack = new StackFolder('network');
});
afterEach(() => stack.remove());

const harmless = { format_version: '1.2', resource_changes: [] };
const harmful = {
  format_version: '1.2',
  resource_changes: [
    {
      address: 'helm_release.instance',
      mode: 'managed',
      type: 'helm_release',
      change: { actions: ['delete', 'create'], before: { chart: 'flux-instance' } },
    },
  ],
};

interface Apply {
  /** What `terraform plan -detailed-exitcode` ends with. @default 2, there are changes */
  readonly planStatus?: number;
  readonly plan?: object;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed. @default nothing */
  readonly input?: string;
}

/** Runs the launcher over a program that plans as told, and gives what the program was called with. */
function apply(args: readonly string[], { planStatus = 2, plan = harmless, env, input }: Apply = {}) {
  stack.program(
    'terraform',
    `case "$1" in plan) echo "the plan"; exit ${planStatus} ;; show) echo '${JSON.stringify(plan)}' ;; esac`,
  );
  const result = stack.launch(['apply', ...args], env, input);
  return { ...result, calls: stack.calls('terraform').map(shortened) };
}

/** A call without the folder of the test and the number of the process. */
function shortened(call: string): string {
  return call.replaceAll(`${stack.folder}/`, '').replace(/checked-\d+/, 'checked');
}

const planned = 'plan -input=false -detailed-exitcode -out=.terraform/checked.tfplan';

test('an apply that asks nobody applies the plan that was checked', () => {
  expect(apply(['-auto-approve', '-no-color']).calls).toEqual([
    `${planned} -no-color`,
    'show -json .terraform/checked.tfplan',
    'apply -auto-approve -no-color .terraform/checked.tfplan',
  ]);
});

test('an apply that is approved applies the plan that was shown', () => {
  expect(apply([], { input: 'yes\n' }).calls.at(-1)).toBe('apply -auto-approve .terraform/checked.tfplan');
});

test.each(['no\n', '', 'YES\n'])('an apply that is answered %j changes nothing', (input) => {
  const { status, calls } = apply([], { input });
  expect({ status, last: calls.at(-1) }).toEqual({ status: 1, last: 'show -json .terraform/checked.tfplan' });
});

test('what shapes a plan is not given to the apply of the saved one', () => {
  expect(apply(['-auto-approve', '-target=a.b', '-parallelism=3']).calls.at(-1)).toBe(
    'apply -auto-approve -parallelism=3 .terraform/checked.tfplan',
  );
});

test('what a saved plan cannot be given is planned again by Terraform', () => {
  expect(apply(['-auto-approve', '-var=a=b']).calls.at(-1)).toBe('apply -auto-approve -var=a=b');
});

test('a plan without changes needs no check', () => {
  expect(apply(['-auto-approve'], { planStatus: 0 }).calls.at(-1)).toBe(
    'apply -auto-approve .terraform/checked.tfplan',
  );
});

test('a plan that fails ends the apply', () => {
  expect(apply(['-auto-approve'], { planStatus: 1 })).toMatchObject({ status: 1, calls: [planned] });
});

test('a plan that replaces Flux while the cluster cannot be asked is refused', () => {
  const { status, stderr, calls } = apply(['-auto-approve'], { plan: harmful });
  expect({ status, applied: calls.some((call) => call.startsWith('apply')), stderr }).toEqual({
    status: 1,
    applied: false,
    stderr: expect.stringContaining('which could not be asked') as string,
  });
});

test('a refused plan goes through with the code of its list', () => {
  const { stderr } = apply(['-auto-approve'], { plan: harmful });
  const [, code = ''] = /INFRA_FLEET_ALLOW_PRUNE=(\w+)/.exec(stderr) ?? [];
  const env = { INFRA_FLEET_ALLOW_PRUNE: code };
  expect(apply(['-auto-approve'], { plan: harmful, env }).calls.at(-1)).toContain('apply');
});

test('a switch for everything no longer works, and the refusal says so', () => {
  const { status, stderr } = apply(['-auto-approve'], {
    plan: harmful,
    env: { INFRA_FLEET_ALLOW_PRUNE: '1' },
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringContaining('INFRA_FLEET_ALLOW_PRUNE=1 no longer works') as string,
  });
});

test('a plan that was saved before is checked, and applied as it is', () => {
  expect(apply(['-auto-approve', 'a-saved-plan']).calls).toEqual([
    'show -json a-saved-plan',
    'apply -auto-approve a-saved-plan',
  ]);
});

test('a plan that was saved before is refused as any other', () => {
  expect(apply(['-auto-approve', 'a-saved-plan'], { plan: harmful }).status).toBe(1);
});

test('the value of an option is not taken for a saved plan', () => {
  expect(apply(['-auto-approve', '-var', 'a=b']).calls[0]).toContain('plan -input=false');
});

test('what an interrupt cut short while it was made is not replaced', () => {
  stack.synthesize('network', [
    {
      mode: 'managed',
      type: 'aws_vpc',
      name: 'vpc',
      instances: [{ status: 'tainted', attributes: { id: 'vpc-1' } }],
    },
  ]);
  expect(apply(['-auto-approve']).calls[0]).toBe('untaint aws_vpc.vpc');
});

test('words of TF_CLI_ARGS_apply count as typed', () => {
  const env = { TF_CLI_ARGS_apply: '-auto-approve -parallelism=2 -target=a.b' };
  expect(apply([], { env }).calls).toEqual([
    `${planned} -parallelism=2 -target=a.b`,
    'show -json .terraform/checked.tfplan',
    'apply -auto-approve -parallelism=2 .terraform/checked.tfplan',
  ]);
});

test('no plan is left behind', () => {
  apply(['-auto-approve']);
  expect(readdirSync(join(stack.folder, '.terraform')).filter((name) => name.startsWith('checked'))).toEqual(
    [],
  );
});

// AWS refuses to answer without credentials, and that is said.
test.each([
  ['network', true],
  ['network cluster', false],
  ['network flux-operator', true],
])('whether a deploy of %s lists what AWS has beside the network', (stacks, isListed) => {
  stack.program('terraform', '');
  stack.program('cdktf', `'${launcher}' apply -auto-approve`);
  const { stdout } = stack.run('cdktf', ['deploy', ...stacks.split(' ')]);
  expect(stdout.includes('Not known: aws_vpc: CredentialsProviderError')).toBe(isListed);
});
