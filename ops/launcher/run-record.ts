import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { isAlive } from './process-identity';

const processSchema = z.object({ pid: z.number(), started: z.string() });

const recordSchema = z.object({
  verb: z.enum(['apply', 'destroy']),
  terraform: processSchema,
  /** The cdktf that asked for it. @default - Terraform was asked for directly */
  cdktf: processSchema.optional(),
  /** The command to type to run it again. */
  command: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** Where Terraform writes. */
  log: z.string(),
  /** Whether it was told to stop before it was done. */
  interrupted: z.boolean(),
});

/** What is kept of the last run of Terraform that could change a stack, for the runs after it. */
export type RunRecord = Readonly<z.output<typeof recordSchema>>;

/** The record of a stack. @param data the folder where Terraform keeps the data of the stack, `.terraform` */
export function readRecord(data: string): RunRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(recordFile(data), 'utf8')));
  } catch {
    // There is none, or its machine stopped while writing it, and so the run is over too.
    return undefined;
  }
}

/** Replaces the record of a stack in one step, so that nobody reads half of it. */
export function writeRecord(data: string, record: RunRecord): void {
  const file = recordFile(data);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/** Whether a record's run is still going. */
export function goesOn({ terraform }: RunRecord): boolean {
  return isAlive(terraform);
}

function recordFile(data: string): string {
  return join(data, 'last-run.json');
}
