import { createServer } from 'node:net';
import { SandboxError } from '../errors.js';
import { leastTerraform, type Tools } from './find-tools.js';
import { findVersion, formatVersion, isAtLeast, type Version } from './versions.js';

/** What the machine has. */
export interface Machine {
  readonly platform: string;
  readonly node: string;
  readonly tools: Tools;
  /** Free bytes where the cache is. */
  readonly freeBytes: number;
}

/** What remains to be done on this machine, which decides what is needed. */
export interface Work {
  /** Whether Go programs must be built. */
  readonly builds: boolean;
  /** Whether the Python environment must be created. */
  readonly python: boolean;
}

/** The result of one check. */
export interface Check {
  readonly name: string;
  /** What was found, for the progress lines. */
  readonly found: string;
  /** What is wrong and what to do, in one line. @default - nothing is wrong */
  readonly problem?: string;
}

const leastNode: Version = [20, 19];
const leastPython: Version = [3, 10];
const leastGo: Version = [1, 25];
const gigabyte = 1e9;
/** Measured: Go's module and build caches take 9.4 GB, the programs and the Python environment 1.1 GB. */
const diskForBuilds = 11;
const diskForRun = 1;

/** Checks everything that the sandbox needs, before it starts anything. */
export function checkMachine(machine: Machine, work: Work): Check[] {
  const { tools } = machine;
  return [
    checkPlatform(machine.platform),
    checkVersion('Node.js', findVersion(machine.node), leastNode, 'Install it from https://nodejs.org.'),
    checkPython(tools, work),
    checkGo(tools, work),
    checkGit(tools),
    checkPresent('tar', tools.tar, "Install it with the system's package manager."),
    checkTerraform(tools),
    {
      name: 'kubectl',
      found: tools.kubectl ?? 'none, will be built',
    },
    checkDisk(machine.freeBytes, work),
  ];
}

/** @throws SandboxError with one line per problem */
export function requireNoProblem(checks: readonly Check[]): void {
  const problems = checks.flatMap((check) => (check.problem === undefined ? [] : [check.problem]));
  if (problems.length === 0) return;
  throw new SandboxError(problems.join('\n       '), '\n       Run the command again once this is fixed.');
}

function checkPlatform(platform: string): Check {
  const check = { name: 'System', found: platform };
  if (platform === 'linux') return check;
  return {
    ...check,
    problem: `System: found ${platform}; the sandbox runs only on Linux. Use a Linux machine or a virtual one; on Windows, use WSL 2.`,
  };
}

function checkVersion(name: string, version: Version | undefined, least: Version, remedy: string): Check {
  const needed = `${name} ${formatVersion(least)} or newer is needed. ${remedy}`;
  if (version === undefined)
    return { name, found: 'none', problem: `${name}: none found on PATH; ${needed}` };
  const found = formatVersion(version);
  return isAtLeast(version, least)
    ? { name, found }
    : { name, found, problem: `${name}: found ${found}; ${needed}` };
}

function checkPython(tools: Tools, work: Work): Check {
  if (!work.python) return { name: 'Python', found: 'environment is in the cache' };
  const remedy = 'Install it from https://www.python.org and put python3 on PATH.';
  const check = checkVersion('Python', tools.python?.version, leastPython, remedy);
  if (check.problem !== undefined || tools.pythonHasVenv) return check;
  return {
    ...check,
    problem: `Python: ${tools.python?.path} lacks the modules venv and ensurepip. On Debian and Ubuntu, run: apt install python3-venv.`,
  };
}

function checkGo(tools: Tools, work: Work): Check {
  if (!work.builds) return { name: 'Go', found: 'not needed, all programs are in the cache' };
  const remedy = 'It downloads the exact toolchain itself. Install it from https://go.dev/dl.';
  return checkVersion('Go', tools.go?.version, leastGo, remedy);
}

function checkGit(tools: Tools): Check {
  const check = checkVersion('Git', tools.git?.version, [2, 28], 'Install it from https://git-scm.com.');
  if (check.problem !== undefined || tools.gitHasHttpBackend) return check;
  return {
    ...check,
    problem: `Git: ${tools.git?.path} has no git-http-backend, which serves the repository. Install the system's full git package.`,
  };
}

function checkPresent(name: string, path: string | undefined, remedy: string): Check {
  return path === undefined
    ? { name, found: 'none', problem: `${name}: none found on PATH. ${remedy}` }
    : { name, found: path };
}

function checkTerraform(tools: Tools): Check {
  const name = 'Terraform';
  const { terraform } = tools;
  if (terraform === undefined) return { name, found: 'none, OpenTofu will be built' };
  const found = `${formatVersion(terraform.version)} (${terraform.path})`;
  if (isAtLeast(terraform.version, leastTerraform)) return { name, found };
  const least = formatVersion(leastTerraform);
  return {
    name,
    found,
    problem:
      `Terraform: found ${found}; ${least} or newer is needed. Update it, put tofu ${least} or newer on PATH, ` +
      'or remove it from PATH: the sandbox then builds OpenTofu.',
  };
}

function checkDisk(freeBytes: number, work: Work): Check {
  const needed = work.builds ? diskForBuilds : diskForRun;
  const free = freeBytes / gigabyte;
  const check = { name: 'Disk', found: `${free.toFixed(1)} GB free` };
  if (free >= needed) return check;
  return {
    ...check,
    problem: `Disk: ${check.found}; the builds need ${needed} GB. Free some space, or set INFRA_FLEET_CACHE to a folder on a larger disk.`,
  };
}

/** Fixed ports, from the environment; a service without one gets a free port. */
export interface FixedPorts {
  readonly aws?: number;
  readonly git?: number;
  readonly charts?: number;
}

const portVariables = {
  aws: 'SANDBOX_AWS_PORT',
  git: 'SANDBOX_GIT_PORT',
  charts: 'SANDBOX_CHARTS_PORT',
} as const;

/** Reads the fixed ports from the environment. */
export function fixedPorts(environment: NodeJS.ProcessEnv = process.env): FixedPorts {
  const ports: Record<string, number> = {};
  for (const [name, variable] of Object.entries(portVariables)) {
    const value = environment[variable];
    if (value === undefined || value === '') continue;
    const port = Number(value);
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      throw new SandboxError(
        `${variable} is "${value}", which is not a TCP port.`,
        'Set it to a number from 1 to 65535, or unset it for a free port.',
      );
    }
    const twin = Object.entries(ports).find(([, other]) => other === port)?.[0];
    if (twin !== undefined) {
      throw new SandboxError(
        `${variable} and ${portVariables[twin as keyof FixedPorts]} are both ${port}.`,
        'Set them to different ports, or unset one of them for a free port.',
      );
    }
    ports[name] = port;
  }
  return ports;
}

/** @throws SandboxError if a fixed port is in use */
export async function requireFreePorts(ports: FixedPorts): Promise<void> {
  for (const [name, variable] of Object.entries(portVariables)) {
    const port = ports[name as keyof FixedPorts];
    if (port === undefined || (await isFree(port))) continue;
    throw new SandboxError(
      `Port ${port} (${variable}) is in use by another program.`,
      `Stop that program (\`ss -ltnp 'sport = :${port}'\` names it), choose another port, or unset ${variable} for a free one.`,
    );
  }
}

async function isFree(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
