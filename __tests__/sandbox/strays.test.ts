import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { state } from '../../sandbox/src/paths.js';
import { sandboxMark } from '../../sandbox/src/processes/managed-process.js';
import { endProcesses, findSandboxProcesses, hasMark } from '../../sandbox/src/strays.js';

describe('hasMark', () => {
  it.each([
    [`PATH=/bin\0${sandboxMark}=/a/.sandbox\0HOME=/root\0`, true],
    [`${sandboxMark}=/a/.sandbox-2\0`, false],
    [`OTHER_${sandboxMark}=/a/.sandbox\0`, false],
    ['', false],
  ])('reads %j', (environ, expected) => {
    expect(hasMark(environ, '/a/.sandbox')).toBe(expected);
  });
});

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('a process that a killed sandbox left behind', () => {
  let child: ChildProcess;

  async function start(
    mark: string,
    script = 'setInterval(() => {}, 1e6); console.log("on")',
  ): Promise<number> {
    child = spawn(process.execPath, ['-e', script], {
      env: { ...process.env, [sandboxMark]: mark },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await once(child.stdout ?? child, 'data');
    return child.pid ?? 0;
  }

  afterEach(() => {
    child.kill('SIGKILL');
  });

  it('is found by its mark', async () => {
    const pid = await start(state.root);
    expect(findSandboxProcesses()).toContainEqual({ pid, name: 'node' });
  });

  it('is left alone when it belongs to another checkout', async () => {
    const pid = await start('/another/checkout/.sandbox');
    expect(findSandboxProcesses().map((found) => found.pid)).not.toContain(pid);
  });

  it('is killed when it does not end by itself', async () => {
    const pid = await start(
      '/nowhere',
      'process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6); console.log("on")',
    );
    const exited = once(child, 'exit');
    await endProcesses([{ pid, name: 'stubborn' }], 0.2);
    expect((await exited)[1]).toBe('SIGKILL');
  });
});
