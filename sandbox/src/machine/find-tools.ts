import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { execa } from 'execa';
import { findVersion, isAtLeast, type Version } from './versions.js';

/** A program of this machine. */
export interface Tool {
  readonly path: string;
  readonly version: Version;
}

/** What the machine has of the programs that the sandbox needs; undefined for one that it has not. */
export interface Tools {
  readonly python: Tool | undefined;
  /** Whether that Python can make virtual environments with pip. */
  readonly pythonHasVenv: boolean;
  readonly go: Tool | undefined;
  readonly git: Tool | undefined;
  /** Whether that Git can serve over HTTP. */
  readonly gitHasHttpBackend: boolean;
  readonly tar: string | undefined;
  readonly kubectl: string | undefined;
  /** Terraform or OpenTofu, the first that is new enough; else the first that there is. */
  readonly terraform: Tool | undefined;
}

/** The oldest Terraform with write-only arguments; OpenTofu has them since its version of the same number. */
export const leastTerraform: Version = [1, 11];

/** Looks for the programs on PATH. */
export async function findTools(): Promise<Tools> {
  const [python, go, git, terraform] = await Promise.all([
    findPython(),
    probe('go', ['version'], { GOTOOLCHAIN: 'local' }),
    probe('git', ['--version']),
    findTerraform(),
  ]);
  return {
    python,
    pythonHasVenv: python !== undefined && (await succeeds(python.path, ['-c', 'import venv, ensurepip'])),
    go,
    git,
    gitHasHttpBackend: git !== undefined && (await hasHttpBackend(git.path)),
    tar: which('tar'),
    kubectl: which('kubectl'),
    terraform,
  };
}

/** The absolute path of a program on PATH. */
export function which(name: string, path = process.env.PATH ?? ''): string | undefined {
  if (isAbsolute(name)) return isProgram(name) ? name : undefined;
  return path
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

async function findPython(): Promise<Tool | undefined> {
  const found = await Promise.all(['python3', 'python'].map((name) => probe(name, ['--version'])));
  return found.find((tool) => tool !== undefined && isAtLeast(tool.version, [3])) ?? undefined;
}

async function findTerraform(): Promise<Tool | undefined> {
  const names = [process.env.INFRA_FLEET_TERRAFORM, 'terraform', 'tofu'].filter((name) => name !== undefined);
  const found = (await Promise.all(names.map((name) => probe(name, ['version'])))).filter(
    (tool) => tool !== undefined,
  );
  return found.find((tool) => isAtLeast(tool.version, leastTerraform)) ?? found[0];
}

async function probe(
  name: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Tool | undefined> {
  const path = which(name);
  if (path === undefined) return undefined;
  const result = await execa(path, args, { env, reject: false, timeout: 20_000, stdin: 'ignore' });
  const version = result.failed ? undefined : findVersion(`${result.stdout}\n${result.stderr}`);
  return version === undefined ? undefined : { path, version };
}

async function hasHttpBackend(git: string): Promise<boolean> {
  const result = await execa(git, ['--exec-path'], { reject: false });
  return !result.failed && existsSync(join(result.stdout.trim(), 'git-http-backend'));
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return !(await execa(command, args, { reject: false, timeout: 20_000, stdin: 'ignore' })).failed;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
