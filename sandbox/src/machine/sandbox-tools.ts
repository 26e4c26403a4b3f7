import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildFolder } from '../build/build-key.js';
import type { BuildSetName } from '../build/build-sets.js';
import { locatePython } from '../build/python.js';
import { SandboxError } from '../errors.js';
import { type Endpoints, readEndpoints } from '../endpoints.js';
import { state } from '../paths.js';
import { sandboxEnvironment, toolFolder } from '../environment.js';
import type { Tools } from './find-tools.js';

/** What a running sandbox remembers of the programs that its commands use. */
export interface SandboxTools {
  /** The real Terraform or OpenTofu. */
  readonly terraform: string;
  readonly kubectl: string;
}

const file = join(state.root, 'tools.json');

/** The sets that have to be built on a machine with these tools, the longest first. */
export function neededSets(tools: Tools): BuildSetName[] {
  const sets: BuildSetName[] = ['kube', 'flux', 'aws', 'providers', 'registry'];
  if (tools.terraform === undefined) sets.push('opentofu');
  if (tools.kubectl === undefined) sets.push('kubectl');
  return sets;
}

/** Puts links to the programs that the machine lacks, and to the AWS CLI, flux, flux-operator, helm and cosign that are pinned, on the PATH of the shell. */
export function linkTools(tools: Tools): SandboxTools {
  const terraform = tools.terraform?.path ?? join(buildFolder('opentofu'), 'bin', 'tofu');
  const kubectl = tools.kubectl ?? join(buildFolder('kubectl'), 'bin', 'kubectl');
  rmSync(toolFolder, { recursive: true, force: true });
  mkdirSync(toolFolder, { recursive: true });
  symlinkSync(locatePython().aws, join(toolFolder, 'aws'));
  for (const name of ['flux', 'helm', 'cosign'])
    symlinkSync(join(buildFolder('flux'), 'bin', name), join(toolFolder, name));
  symlinkSync(join(buildFolder('kube'), 'bin', 'flux-operator-cli'), join(toolFolder, 'flux-operator'));
  if (tools.kubectl === undefined) symlinkSync(kubectl, join(toolFolder, 'kubectl'));
  if (basename(terraform) !== 'terraform') {
    symlinkSync(terraform, join(toolFolder, 'terraform'));
    symlinkSync(terraform, join(toolFolder, 'tofu'));
  }
  const folder = join(state.home, '.aws');
  mkdirSync(folder, { recursive: true });
  for (const name of ['config', 'credentials']) writeFileSync(join(folder, name), '');
  const found = { terraform, kubectl };
  writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  return found;
}

/** A sandbox that runs: where it serves, and the environment in which commands work with it. */
export interface RunningSandbox {
  readonly endpoints: Endpoints;
  readonly tools: SandboxTools;
  readonly environment: Record<string, string>;
}

/** The sandbox of this checkout, or undefined if none runs. */
export function findRunningSandbox(): RunningSandbox | undefined {
  const endpoints = readEndpoints();
  const tools = readTools();
  if (endpoints === undefined || tools === undefined) return undefined;
  return { endpoints, tools, environment: sandboxEnvironment({ endpoints, terraform: tools.terraform }) };
}

/** The sandbox of this checkout; an error if none is running. */
export function requireRunningSandbox(): RunningSandbox {
  const sandbox = findRunningSandbox();
  if (sandbox === undefined)
    throw new SandboxError('No sandbox is running in this checkout.', 'Start it: make sandbox');
  return sandbox;
}

function readTools(): SandboxTools | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SandboxTools;
  } catch {
    return undefined;
  }
}
