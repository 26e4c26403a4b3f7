import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { launcher, StackFolder } from './launcher';

// The launcher's start is slow beside other work.
jest.setTimeout(60_000);

let stack: StackFolder;

beforeEach(() => {
  stack = new StackFolder('cluster');
  stack.program('terraform', slowTerraform);
});
afterEach(() => stack.remove());

/** Notes each interrupt and hangup, and ends with the file `end` or with its folder, with 1 after an interrupt. */
const slowTerraform = `
trap 'echo interrupt >> signals; code=1' INT
trap 'echo hangup >> signals' HUP
code=0
touch begun
while [ -e begun ] && [ ! -e end ]; do sleep 0.05; done
echo done
exit $code`;

const file = (name: string) => join(stack.folder, name);

async function appears(name: string): Promise<void> {
  for (const deadline = Date.now() + 60_000; !existsSync(file(name)); await delay(20))
    if (Date.now() > deadline) throw new Error(`${name} did not appear`);
}

/** Begins a destroy, and gives it when Terraform is at work. */
async function begun(): Promise<ChildProcess> {
  const launcher = stack.begin(['destroy', '-auto-approve']);
  await Promise.all([appears('begun'), appears('.terraform/last-run.json')]);
  return launcher;
}

async function ended(launcher: ChildProcess): Promise<number | null> {
  writeFileSync(file('end'), '');
  const [code] = (await once(launcher, 'exit')) as [number | null];
  return code;
}

test('two interrupts reach Terraform as one, which does not make it lose what it began', async () => {
  const launcher = await begun();
  launcher.kill('SIGINT');
  await appears('signals');
  launcher.kill('SIGINT');
  launcher.kill('SIGTERM');
  await ended(launcher);
  expect(readFileSync(file('signals'), 'utf8')).toBe('interrupt\n');
});

test('an interrupted run that Terraform ended well is a failure all the same', async () => {
  stack.program('terraform', slowTerraform.replace('code=1', 'code=0'));
  const launcher = await begun();
  launcher.kill('SIGTERM');
  await appears('signals');
  expect(await ended(launcher)).toBe(130);
});

test('a hangup does not reach Terraform', async () => {
  const launcher = await begun();
  launcher.kill('SIGHUP');
  expect([await ended(launcher), existsSync(file('signals'))]).toEqual([0, false]);
});

test('Terraform outlives a launcher that is killed', async () => {
  const launcher = await begun();
  launcher.kill('SIGKILL');
  await once(launcher, 'exit');
  const next = stack.begin(['destroy', '-auto-approve']);
  let output = '';
  next.stderr!.on('data', (text: string) => (output += text));
  await once(next.stderr!, 'data');
  await ended(next);
  expect(output).toMatch(
    /An earlier "terraform destroy -auto-approve" is still at work in the stack cluster/,
  );
});

test('nothing is begun after a wait in which cdktf went away', async () => {
  const first = await begun();
  const next = stack.begin(['destroy', '-auto-approve']);
  await once(next.stderr!, 'data');
  next.kill('SIGHUP');
  const [code] = (await once(next, 'exit')) as [number | null];
  await ended(first);
  expect({ code, begun: stack.calls('terraform').length }).toEqual({ code: 130, begun: 1 });
});

test('an interrupt before the launcher has loaded keeps the next stack of the command from being begun', () => {
  stack.synthesize('network');
  const network = join(stack.folder, '..', 'network');
  stack.program(
    'cdktf',
    `'${launcher}' destroy & sleep 0.02; kill -INT $!; wait; cd '${network}'; '${launcher}' destroy; echo "ended with $?"`,
  );
  expect(stack.run('cdktf').stdout).toContain('ended with 130');
});

test('a Terraform that is killed leaves a failure that says what may exist now', () => {
  stack.program('terraform', 'kill -9 $$');
  const { status, stderr } = stack.launch(['destroy', '-auto-approve']);
  expect({ status, stderr }).toEqual({
    status: 128,
    stderr: expect.stringContaining(
      'Terraform was killed (SIGKILL) during the destroy of the stack cluster.',
    ) as string,
  });
});

test('a stack is not destroyed while the state of a stack above it has resources', () => {
  stack.synthesize('flux-operator', [
    { mode: 'managed', type: 'helm_release', name: 'operator', instances: [{}] },
  ]);
  const { status, stderr } = stack.launch(['destroy', '-auto-approve']);
  expect({ status, stderr, begun: existsSync(file('begun')) }).toEqual({
    status: 1,
    stderr: expect.stringContaining(
      'Refused: the stack flux-operator needs cluster, and its state still has helm_release.operator.',
    ) as string,
    begun: false,
  });
});
