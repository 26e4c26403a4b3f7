import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type StackName, stackNames } from '../../../lib/terraform/contracts';
import { shellEnvironment, typed } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';

/** Where the states of the sandbox's fleet are kept. */
export interface FleetStates {
  /** Variables with which commands use them. */
  readonly variables: Readonly<Record<string, string>>;
  /** A state to the letter; undefined where there is none. */
  read(stack: StackName): Promise<string | undefined>;
  write(stack: StackName, text: string): Promise<void>;
  /** What a lock says that somebody holds, or left behind; undefined where there is none. */
  lock(stack: StackName): Promise<string | undefined>;
}

export type StateKind = 'local' | 's3';

const folder = join(checkout, '.sandbox/terraform/sandbox');
const bucket = 'infra-fleet-interrupts';
const prefix = 'states';

export const fleetStates: Readonly<Record<StateKind, FleetStates>> = {
  local: {
    variables: {},
    read: async (stack) => await Promise.resolve(readIfThere(join(folder, `${stack}.tfstate`))),
    write: async (stack, text) =>
      await Promise.resolve(writeFileSync(join(folder, `${stack}.tfstate`), text)),
    lock: async (stack) => await Promise.resolve(readIfThere(join(folder, `.${stack}.tfstate.lock.info`))),
  },
  s3: {
    get variables() {
      return { FLEET_LOCAL_OVERRIDES: writeOverrides() };
    },
    read: async (stack) => await readObject(`${stack}.tfstate`),
    write: async (stack, text) => {
      const response = await fetch(urlOf(`${stack}.tfstate`), { method: 'PUT', body: text });
      if (!response.ok) throw new Error(`S3 did not take the state of ${stack}: ${await response.text()}`);
    },
    lock: async (stack) => await readObject(`${stack}.tfstate.tflock`),
  },
};

const keptIn = join(checkout, '.sandbox/interrupts/state-kind');

/** Where the states of the sandbox's fleet are now. */
export function currentKind(): StateKind {
  return readIfThere(keptIn) === 's3' ? 's3' : 'local';
}

/** Puts all states where the next commands expect them. They have the same content in every place. */
export async function moveStates(to: StateKind): Promise<void> {
  const from = currentKind();
  if (from === to) return;
  if (to === 's3') typed(`aws s3 mb s3://${bucket} || aws s3 ls s3://${bucket}`);
  for (const stack of stackNames) {
    const text = await fleetStates[from].read(stack);
    if (text !== undefined) await fleetStates[to].write(stack, text);
  }
  mkdirSync(dirname(keptIn), { recursive: true });
  writeFileSync(keptIn, to);
}

/** All states to the letter, by stack. */
export async function allStates(kind: StateKind): Promise<ReadonlyMap<StackName, string>> {
  const texts = stackNames.map(
    async (stack) => [stack, (await fleetStates[kind].read(stack)) ?? ''] as const,
  );
  return new Map(await Promise.all(texts));
}

/** Whether something of a stack is deployed, and whether all of it is. */
export function deploymentOf(text: string): 'none' | 'part' | 'whole' {
  if (text === '') return 'none';
  const { outputs, resources } = JSON.parse(text) as {
    readonly outputs: { readonly ready?: unknown };
    readonly resources: readonly { readonly mode: string }[];
  };
  if (outputs.ready !== undefined) return 'whole';
  return resources.some(({ mode }) => mode === 'managed') ? 'part' : 'none';
}

/** Overrides of the sandbox with its states in S3. */
function writeOverrides(): string {
  const file = join(checkout, '.sandbox/interrupts/overrides.yaml');
  const overrides = parse(readFileSync(join(checkout, 'sandbox/fleet-overrides.yaml'), 'utf8')) as object;
  const state = { kind: 's3', bucket, prefix, region: null, kmsKeyId: null, folder: null };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, stringify({ ...overrides, state }));
  return file;
}

async function readObject(name: string): Promise<string | undefined> {
  const response = await fetch(urlOf(name));
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`S3 did not give ${name}: ${await response.text()}`);
  return await response.text();
}

function urlOf(name: string): string {
  return `${shellEnvironment().AWS_ENDPOINT_URL}/${bucket}/${prefix}/${name}`;
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
