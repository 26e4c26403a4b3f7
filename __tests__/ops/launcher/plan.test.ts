import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackFolder } from './launcher';

// The launcher's start is slow beside other work.
jest.setTimeout(60_000);

let stack: StackFolder;

afterEach(() => stack.remove());

/** An AWS CLI that knows no cluster, as after a night's destroy. */
const noCluster =
  'echo "An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation: No cluster found" >&2; exit 254';

function plan(name: string, terraform: string, ...args: string[]) {
  stack = new StackFolder(name);
  stack.program('terraform', terraform);
  stack.program('aws', noCluster);
  return stack.launch(['plan', ...args]);
}

test('a stack in a cluster that does not answer is planned from its last known state', () => {
  plan('flux-instance', 'echo planned', '-input=false');
  expect(stack.calls('terraform')).toEqual(['plan -input=false -refresh=false']);
});

test('a stack in AWS is planned once, whatever becomes of the cluster', () => {
  plan('network', 'echo planned', '-input=false');
  expect(stack.calls('terraform')).toEqual(['plan -input=false']);
});

test('what flux.adopt imports is left out of a plan that can ask nobody, and stays in the stack', () => {
  stack = new StackFolder('flux-operator');
  const file = join(stack.folder, 'cdk.tf.json');
  const before = JSON.stringify({ import: [{ to: 'kubernetes_namespace_v1.namespace', id: 'flux-system' }] });
  writeFileSync(file, before);
  stack.program('terraform', 'cat cdk.tf.json');
  stack.program('aws', noCluster);
  const { stdout } = stack.launch(['plan']);
  expect(stdout).toMatch(
    /shown as created, unless it is in the state: kubernetes_namespace_v1\.namespace\n\n\{\}$/,
  );
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a plan that says itself what to refresh is left as it is', () => {
  plan('flux-instance', 'echo planned', '-refresh=false');
  expect(stack.calls('terraform')).toEqual(['plan -refresh=false']);
});

test('a plan that looked at nothing does not claim that nothing differs', () => {
  const claim = 'No changes. Your infrastructure matches the configuration.';
  const { stdout } = plan('flux-operator', `echo '${claim}'`);
  expect(stdout).toMatch(
    /whether the cluster still matches that state is not known\.\n\nNo changes\. Nothing differs from the last known state\.\n$/,
  );
});

test('a plan that fails for another reason fails', () => {
  expect(plan('network', 'echo "Error: Unsupported argument" >&2; exit 1').status).toBe(1);
});

test('the output of a plan is shown', () => {
  expect(plan('network', 'echo planned').stdout).toBe('planned\n');
});
