import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { collectProblems, ConfigurationError, type Problem } from '../validation/errors';
import { ancestorVariable } from '../terraform/ancestor-variable';
import { fluxFolder, reconciledFolder } from '../flux/manifests/flux-folder';
import {
  parseFluxManifests,
  type FluxManifestFiles,
  type FluxManifests,
} from '../flux/manifests/flux-manifests';
import { checkOwner } from '../flux/manifests/owner';
import type { ManifestFile } from '../flux/manifests/manifest';
import { isPlainText } from '../validation/plain-text';
import { nearest } from '../validation/nearest';
import { checkedInText } from './checked-in-text';
import { bytesProblems } from '../validation/size';
import { parseFleet, type Overrides } from './parse';
import type { FleetConfig } from './schema';
import { secretValueProblems } from '../flux/secret-values';
import { secretRevisions, type SecretRevisions } from '../flux/secret-revisions';

export interface LoadFleetProps {
  /**
   * The environment: FLEET selects the file, FLEET_OVERRIDES names one to lay over it (`mergeSources`), FLEET_LOCAL_OVERRIDES
   * one to lay over both, and all may refer to other variables. @default - the process's
   */
  readonly env?: NodeJS.ProcessEnv;
  /** Folder of the fleet files. @default - fleet/ of the checkout */
  readonly folder?: string;
}

const checkoutFolder = resolve(__dirname, '..', '..');
const defaultFleet = 'dev';

/** What a user chooses, then what the machine needs. */
const overridesVariables = ['FLEET_OVERRIDES', 'FLEET_LOCAL_OVERRIDES'] as const;

const fleetName = /^[a-z][a-z0-9-]{0,19}$/;

/**
 * The configuration of the fleet that FLEET names, `dev` without it. The only reader of the environment in the app.
 *
 * @throws ConfigurationError when there is no such file, or anything is wrong with it
 */
export function loadFleet({
  env = process.env,
  folder = join(checkoutFolder, 'fleet'),
}: LoadFleetProps = {}): FleetConfig {
  const { FLEET = '' } = env;
  const environment = FLEET === '' ? defaultFleet : FLEET;
  const path = join(folder, `${environment}.yaml`);
  const file = nameInMessages(path);
  if (!isFleetName(environment))
    throw new ConfigurationError([invalidName(environment, nameInMessages(folder))]);
  const text = read(path, file);
  if (text === undefined) throw new ConfigurationError([unknownFleet(file, environment, fleetsIn(folder))]);
  return parseFleet({
    file,
    environment,
    text,
    overrides: overridesVariables.flatMap((variable) => readOverrides(variable, env[variable])),
    env,
    checkedInText: (path) => checkedInText(checkoutFolder, path),
  });
}

/** Manifests have the name as `${ENVIRONMENT}`, where `no` would be false. */
function isFleetName(name: string): boolean {
  return fleetName.test(name) && isPlainText(name);
}

/** The file that a variable names, its path relative to the checkout. */
function readOverrides(variable: string, name = ''): readonly Overrides[] {
  if (name === '') return [];
  const path = resolve(checkoutFolder, name);
  const file = nameInMessages(path);
  const text = read(path, file);
  if (text === undefined) throw new ConfigurationError([missingOverrides(file, variable, name)]);
  return [{ file, text, variable }];
}

/**
 * The revisions of the secrets that the environment gives Terraform for a fleet, as `TF_VAR_flux_git_token` and so on.
 *
 * @throws ConfigurationError when two of them don't fit together
 */
export function loadSecretRevisions(
  fleet: FleetConfig,
  env: NodeJS.ProcessEnv = process.env,
): SecretRevisions {
  const variable = (name: string) => env[name] ?? ancestorVariable(name);
  const problems = secretValueProblems(fleet, variable);
  if (problems.length > 0) throw new ConfigurationError(problems);
  return secretRevisions(fleet, variable);
}

/** What cdktf runs as Terraform. @returns undefined if the environment does not say */
export function loadTerraformProgram(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { TERRAFORM_BINARY_NAME: program = '' } = env;
  return program === '' ? undefined : program;
}

/** Where the project is. */
export interface LoadFluxManifestsProps {
  /** @default - this checkout */
  readonly project?: string;
}

/**
 * What the repository that Flux reconciles says about Flux in the fleet's cluster (`fluxFolder`).
 *
 * @throws ConfigurationError when a file is missing, or anything is wrong with it
 */
export function loadFluxManifests(
  fleet: FleetConfig,
  { project = checkoutFolder }: LoadFluxManifestsProps = {},
): FluxManifests {
  const { environment, flux } = fleet;
  const { checkout, path } = flux.sync;
  if (checkout !== undefined && !existsSync(reconciledFolder(project, flux)))
    throw new ConfigurationError([missingCheckout(`fleet/${environment}.yaml`, checkout, path)]);
  const paths = fluxFolder(project, flux);
  const ofFlux = (path: string) => readManifest(path, (file) => missingManifest(file, environment));
  // Each is read where its problems are collected, so that a file that is missing hides none of another.
  const files: FluxManifestFiles = {
    get instance() {
      return ofFlux(paths.instance);
    },
    get operator() {
      return ofFlux(paths.operator);
    },
  };
  const [manifests] = collectProblems(
    () => parseFluxManifests(files, fleet),
    () => checkKustomization(paths.kustomization, fleet),
  );
  return manifests;
}

/** Without a kustomization.yaml, Flux applies every file of the folder: right if Git owns Flux, and else not. */
function checkKustomization(path: string | undefined, { environment, flux }: FleetConfig): void {
  if (path === undefined || (flux.owner === 'git' && !existsSync(path))) return;
  checkOwner(readManifest(path, missingKustomization), flux.owner, `fleet/${environment}.yaml`);
}

function readManifest(path: string, missing: (file: string) => Problem): ManifestFile {
  const file = nameInMessages(path);
  const text = read(path, file);
  if (text === undefined) throw new ConfigurationError([missing(file)]);
  return { file, text };
}

/** The text of a file; undefined when there is none. */
function read(path: string, file: string): string | undefined {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new ConfigurationError([notRegular(file)]);
    const tooLarge = bytesProblems(stats.size, file);
    if (tooLarge.length > 0) throw new ConfigurationError(tooLarge);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigurationError([
      {
        file,
        path: 'the file',
        problem: `cannot be read (${code})`,
        allowed: 'a file that you may read',
        remedy: 'Fix the path, or the permissions.',
      },
    ]);
  }
}

function notRegular(file: string): Problem {
  return {
    file,
    path: 'the file',
    problem: 'is a folder, a pipe or a device',
    allowed: 'a regular file',
    remedy: 'Put a file there, or name another.',
  };
}

function missingOverrides(file: string, variable: string, name: string): Problem {
  return {
    file,
    path: variable,
    given: JSON.stringify(name),
    problem: 'names a file that does not exist',
    allowed: 'the path of a YAML file with keys of a fleet file',
    remedy: `Fix ${variable}, or unset it.`,
  };
}

function fleetsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => name.slice(0, -'.yaml'.length))
      .filter(isFleetName)
      .sort();
  } catch {
    return [];
  }
}

function unknownFleet(file: string, environment: string, fleets: readonly string[]): Problem {
  const similar = nearest(environment, fleets);
  return {
    file,
    path: 'FLEET',
    given: JSON.stringify(environment),
    problem: 'names a file that does not exist',
    allowed: fleets.length > 0 ? fleets.join(', ') : 'the name of a file, but the folder has none',
    remedy:
      similar === undefined
        ? `Set FLEET to a fleet, or make ${file}.`
        : `Did you mean ${similar}? Set FLEET=${similar}.`,
  };
}

function missingManifest(file: string, environment: string): Problem {
  return {
    file,
    path: 'the file',
    problem: 'does not exist',
    allowed: `flux-instance.yaml and flux-operator.yaml, which say what Flux the fleet ${environment} has`,
    remedy: 'Copy it from another fleet, with the kustomization.yaml beside it.',
  };
}

function missingCheckout(file: string, checkout: string, path: string): Problem {
  return {
    file,
    path: 'flux.sync.checkout',
    given: JSON.stringify(checkout),
    problem: `has no folder ${path}, which Flux reconciles`,
    allowed: 'a checkout of the repository that Flux reconciles, relative to this project',
    remedy: 'Clone the repository there, or fix flux.sync.checkout or flux.sync.path.',
  };
}

function missingKustomization(file: string): Problem {
  return {
    file,
    path: 'the file',
    problem: 'does not exist, so that Flux applies every file of the folder, its own flux-system included',
    allowed: 'a Kustomization of kustomize, whose resources say what Flux applies',
    remedy: 'Copy it from another fleet.',
  };
}

function invalidName(environment: string, folder: string): Problem {
  return {
    file: folder,
    path: 'FLEET',
    given: JSON.stringify(environment),
    problem: 'is not the name of a fleet',
    allowed:
      '1 to 20 lower-case letters, digits and hyphens, the first a letter, and not yes, no, on, off, true, false, null, y or n',
    remedy: 'Set FLEET to the name of a file in that folder, without .yaml.',
  };
}

/** Relative to the checkout where it lies inside. */
function nameInMessages(path: string): string {
  const name = relative(checkoutFolder, resolve(path));
  return name.startsWith('..') ? path : name;
}
