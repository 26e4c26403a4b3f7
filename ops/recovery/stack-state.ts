import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { UsageError } from '../usage-error';
import { localStateStore } from './local-state-store';
import { s3StateStore } from './s3-state-store';
import type { StateStore } from './state-store';

/** What a stack's state says about its resources. */
export interface StackState {
  /** Counts the changes of the state: 0 before the first. */
  readonly serial: number;
  readonly resources: readonly StateResource[];
}

/** An instance of a resource, or of a data source. */
export interface StateResource {
  /** For example `aws_vpc.vpc` or `data.aws_s3_objects.network[0]`. */
  readonly address: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Whether its creation was interrupted: the next apply would replace it. */
  readonly tainted: boolean;
  /** The provider's id. */
  readonly id?: string;
  readonly arn?: string;
  /** Everything that the provider stores about it. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The lock that a run of Terraform holds on a state, in Terraform's own words. */
export interface HeldLock {
  readonly id: string;
  /** For example `OperationTypeApply`. */
  readonly operation: string;
  /** User and machine. */
  readonly who: string;
  /** ISO 8601. */
  readonly created: string;
  readonly kind: StateStore['kind'];
}

const backendSchema = z.object({
  terraform: z.object({
    backend: z.union([
      z.object({ local: z.object({ path: z.string() }) }),
      z.object({ s3: z.object({ bucket: z.string(), key: z.string(), region: z.string() }) }),
    ]),
  }),
});

/** https://developer.hashicorp.com/terraform/internals has no schema of the state; versions 4 are alike in these fields. */
const stateSchema = z.object({
  version: z.literal(4),
  serial: z.number(),
  resources: z
    .array(
      z.object({
        module: z.string().optional(),
        mode: z.enum(['managed', 'data']),
        type: z.string(),
        name: z.string(),
        instances: z.array(
          z.object({
            index_key: z.union([z.string(), z.number()]).optional(),
            status: z.string().optional(),
            attributes: z.record(z.string(), z.unknown()).nullish(),
          }),
        ),
      }),
    )
    .default([]),
});

const lockSchema = z.object({ ID: z.string(), Operation: z.string(), Who: z.string(), Created: z.string() });

/**
 * Reads a stack's state where its backend keeps it, without `terraform init`.
 *
 * @param folder where Terraform runs the stack, `cdktf.out/stacks/<stack>`
 * @returns undefined if there is no state: the stack was never deployed
 * @throws UsageError for a folder without a synthesized stack, and for a state that can't be read
 */
export async function readStackState(folder: string): Promise<StackState | undefined> {
  const text = await storeOf(folder).read();
  if (text === undefined || text.trim() === '') return undefined;
  const { serial, resources } = parseJson(stateSchema, text, `The state of the stack ${basename(folder)}`);
  return {
    serial,
    resources: resources.flatMap(({ module, mode, type, name, instances }) =>
      instances.map(({ index_key, status, attributes }) => ({
        address: addressOf({ module, mode, type, name, index: index_key }),
        mode,
        type,
        name,
        tainted: status === 'tainted',
        id: textOf(attributes?.id),
        arn: textOf(attributes?.arn),
        attributes: attributes ?? {},
      })),
    ),
  };
}

/** The addresses of what Terraform created, as opposed to only read. */
export function managedResources({ resources }: StackState): string[] {
  return resources.filter(({ mode }) => mode === 'managed').map(({ address }) => address);
}

/**
 * The lock on a stack's state. A local lock that a killed Terraform left behind doesn't count: nobody holds it.
 *
 * @param folder where Terraform runs the stack, `cdktf.out/stacks/<stack>`
 * @returns undefined if nobody holds it
 */
export async function heldLock(folder: string): Promise<HeldLock | undefined> {
  const store = storeOf(folder);
  const text = await store.readLock();
  if (text === undefined) return undefined;
  const lock = parseJson(lockSchema, text, `The lock of the stack ${basename(folder)}`);
  return { id: lock.ID, operation: lock.Operation, who: lock.Who, created: lock.Created, kind: store.kind };
}

/** The same of a stack that may not be synthesized: then it has no state to know of. */
export async function readStateIfSynthesized(folder: string): Promise<StackState | undefined> {
  return existsSync(join(folder, 'cdk.tf.json')) ? await readStackState(folder) : undefined;
}

function storeOf(folder: string): StateStore {
  const file = join(folder, 'cdk.tf.json');
  if (!existsSync(file)) {
    throw new UsageError(
      `The stack ${basename(folder)} is not synthesized: ${file} is missing. Run first: cdktf synth`,
    );
  }
  const { backend } = parseJson(backendSchema, readFileSync(file, 'utf8'), file).terraform;
  return 'local' in backend ? localStateStore(join(folder, backend.local.path)) : s3StateStore(backend.s3);
}

function parseJson<T extends z.ZodType>(schema: T, text: string, what: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new UsageError(`${what} is not what Terraform writes: ${reason}`);
  }
}

interface AddressParts {
  readonly module?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
}

function addressOf({ module, mode, type, name, index }: AddressParts): string {
  const parts = [module, mode === 'data' ? 'data' : undefined, type, name];
  return `${parts.filter((part) => part !== undefined).join('.')}${index === undefined ? '' : `[${JSON.stringify(index)}]`}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
