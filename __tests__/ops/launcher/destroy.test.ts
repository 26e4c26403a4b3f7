import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launcher, StackFolder } from './launcher';

// The launcher's start is slow beside other work.
jest.setTimeout(60_000);

let stack: StackFolder;

beforeEach(() => {
  stack = new StackFolder('flux-instance');
  stack.synthesize('flux-instance', [
    { mode: 'managed', type: 'helm_release', name: 'instance', instances: [{}] },
  ]);
  stack.program('terraform', '');
});
afterEach(() => stack.remove());

const describeCluster = (answer: string) =>
  `case "$*" in *get-caller-identity*) echo '{"Account":"111122223333"}' ;; *) ${answer} ;; esac`;
const notFound =
  'echo "An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation" >&2; exit 254';

test('what was in a cluster that is gone is forgotten before the destroy', () => {
  stack.program('aws', describeCluster(notFound));
  stack.launch(['destroy', '-auto-approve']);
  expect(stack.calls('terraform')).toEqual(['state rm helm_release.instance', 'destroy -auto-approve']);
});

test.each([
  ['that EKS still has', `echo '{"endpoint":"https://127.0.0.1:1"}'`],
  ['of which EKS says nothing', 'echo "Unable to locate credentials" >&2; exit 253'],
])('nothing in a cluster %s is forgotten', (_, answer) => {
  stack.program('aws', describeCluster(answer));
  stack.launch(['destroy', '-auto-approve']);
  expect(stack.calls('terraform')).toEqual(['destroy -auto-approve']);
});

test('nothing is asked of the cluster of another fleet than the synthesized one', () => {
  stack.program('aws', describeCluster(notFound));
  const { status, stderr } = stack.launch(['destroy', '-auto-approve'], { FLEET: 'prod' });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: expect.stringContaining('was synthesized for the fleet dev, and FLEET selects prod') as string,
  });
});

test.each(['', '{}', '{"terraform":{"pid":'])('a record that was cut off, %j, stops nothing', (record) => {
  mkdirSync(join(stack.folder, '.terraform'));
  writeFileSync(join(stack.folder, '.terraform', 'last-run.json'), record);
  expect(stack.launch(['destroy', '-auto-approve']).status).toBe(0);
});

describe('with a cluster under deletion protection', () => {
  const cluster = (deletion_protection: boolean) => ({
    mode: 'managed',
    type: 'aws_eks_cluster',
    name: 'cluster',
    instances: [{ attributes: { id: 'blue', name: 'blue', deletion_protection } }],
  });

  /** Runs a destroy of cdktf that has reached flux-instance. */
  const destroy = (...stacks: readonly string[]) => {
    stack.program('cdktf', `'${launcher}' destroy -auto-approve`);
    return stack.run('cdktf', ['destroy', ...stacks]);
  };

  test('a destroy that reaches the cluster is refused before its first stack', () => {
    stack.synthesize('cluster', [cluster(true)]);
    const { stderr } = destroy('*');
    expect({ stderr, begun: stack.wasCalled('terraform') }).toEqual({
      stderr: expect.stringContaining('Refused: the cluster blue has deletion protection') as string,
      begun: false,
    });
  });

  test.each([
    ['that does not reach it', true, ['flux-instance', 'flux-operator']],
    ['once the protection is off', false, ['*']],
  ])('a destroy %s goes on', (_, isProtected, stacks) => {
    stack.synthesize('cluster', [cluster(isProtected)]);
    destroy(...stacks);
    expect(stack.calls('terraform')).toEqual(['destroy -auto-approve']);
  });
});
