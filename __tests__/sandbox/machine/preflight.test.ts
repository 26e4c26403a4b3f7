import { type AddressInfo, createServer } from 'node:net';
import type { Tools } from '../../../sandbox/src/machine/find-tools.js';
import {
  checkMachine,
  fixedPorts,
  type Machine,
  requireFreePorts,
  requireNoProblem,
  type Work,
} from '../../../sandbox/src/machine/preflight.js';

const tools: Tools = {
  python: { path: '/usr/bin/python3', version: [3, 11, 7] },
  pythonHasVenv: true,
  go: { path: '/usr/bin/go', version: [1, 26, 8] },
  git: { path: '/usr/bin/git', version: [2, 39, 5] },
  gitHasHttpBackend: true,
  tar: '/usr/bin/tar',
  kubectl: '/usr/bin/kubectl',
  terraform: { path: '/usr/bin/terraform', version: [1, 11, 4] },
};

const coldWork: Work = { builds: true, python: true };
const machine: Machine = { platform: 'linux', node: 'v20.20.2', tools, freeBytes: 50e9 };

function problems(change: Partial<Machine>, work: Work = coldWork): string[] {
  return checkMachine({ ...machine, ...change }, work).flatMap(({ problem }) => problem ?? []);
}

const withTools = (change: Partial<Tools>): Partial<Machine> => ({ tools: { ...tools, ...change } });

describe('checkMachine', () => {
  it('has nothing against a machine with all of it', () => {
    expect(problems({})).toEqual([]);
  });

  it.each<[string, Partial<Machine>, string]>([
    ['an old Node.js', { node: 'v18.19.0' }, 'Node.js: found 18.19.0; Node.js 20.19 or newer is needed.'],
    [
      'no Python',
      withTools({ python: undefined }),
      'Python: none found on PATH; Python 3.10 or newer is needed.',
    ],
    [
      'an old Python',
      withTools({ python: { path: '/usr/bin/python3', version: [3, 9, 2] } }),
      'Python: found 3.9.2; Python 3.10 or newer is needed.',
    ],
    ['a Python without venv', withTools({ pythonHasVenv: false }), 'apt install python3-venv'],
    ['no Go', withTools({ go: undefined }), 'Go: none found on PATH; Go 1.25 or newer is needed.'],
    [
      'an old Go',
      withTools({ go: { path: '/usr/bin/go', version: [1, 19, 8] } }),
      'Go: found 1.19.8; Go 1.25 or newer is needed.',
    ],
    ['no Git', withTools({ git: undefined }), 'Git: none found on PATH; Git 2.28 or newer is needed.'],
    ['a Git without its HTTP backend', withTools({ gitHasHttpBackend: false }), 'has no git-http-backend'],
    ['no tar', withTools({ tar: undefined }), 'tar: none found on PATH.'],
    [
      'an old Terraform',
      withTools({ terraform: { path: '/usr/bin/terraform', version: [1, 5, 7] } }),
      'Terraform: found 1.5.7 (/usr/bin/terraform); 1.11 or newer is needed.',
    ],
    ['a full disk', { freeBytes: 2e9 }, 'Disk: 2.0 GB free; the builds need 11 GB.'],
    ['macOS', { platform: 'darwin' }, 'System: found darwin; the sandbox runs only on Linux.'],
    ['Windows', { platform: 'win32' }, 'System: found win32; the sandbox runs only on Linux.'],
  ])('says in one line what is wrong with %s', (_, change, line) => {
    expect(problems(change)).toEqual([expect.stringContaining(line)]);
  });

  it('needs no Terraform, since OpenTofu can be built', () => {
    expect(problems(withTools({ terraform: undefined }))).toEqual([]);
  });

  it('needs no Go when everything is built', () => {
    expect(problems(withTools({ go: undefined }), { builds: false, python: true })).toEqual([]);
  });

  it('needs no Python when its environment is made', () => {
    expect(problems(withTools({ python: undefined }), { builds: true, python: false })).toEqual([]);
  });
});

describe('requireNoProblem', () => {
  it('tells every problem at once', () => {
    const checks = checkMachine({ ...machine, node: 'v18.0.0', freeBytes: 0 }, coldWork);
    expect(() => requireNoProblem(checks)).toThrow(/Node\.js: found 18[^]*Disk: 0\.0 GB/);
  });
});

describe('fixedPorts', () => {
  it('fixes nothing by default', () => {
    expect(fixedPorts({})).toEqual({});
  });

  it('reads a port for each service', () => {
    expect(fixedPorts({ SANDBOX_GIT_PORT: '8001', SANDBOX_CHARTS_PORT: '8002' })).toEqual({
      git: 8001,
      charts: 8002,
    });
  });

  it.each(['http', '0', '65536', '80.5'])('refuses %s', (value) => {
    expect(() => fixedPorts({ SANDBOX_GIT_PORT: value })).toThrow(
      `SANDBOX_GIT_PORT is "${value}", which is not a TCP port.`,
    );
  });

  it('refuses one port for two services', () => {
    expect(() => fixedPorts({ SANDBOX_GIT_PORT: '8001', SANDBOX_CHARTS_PORT: '8001' })).toThrow(
      'SANDBOX_CHARTS_PORT and SANDBOX_GIT_PORT are both 8001.',
    );
  });
});

describe('requireFreePorts', () => {
  it('names the variable of a port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await expect(requireFreePorts({ git: port })).rejects.toThrow(
      `Port ${port} (SANDBOX_GIT_PORT) is in use by another program.`,
    );
    await new Promise((resolve) => server.close(resolve));
  });
});
