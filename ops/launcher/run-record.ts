import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isAlive, type ProcessIdentity } from './process-identity';

/** What is kept of the last run of Terraform that could change a stack, for the runs after it. */
export interface RunRecord {
  readonly verb: 'apply' | 'destroy';
  readonly terraform: ProcessIdentity;
  /** The cdktf that asked for it. @default - Terraform was asked for directly */
  readonly cdktf?: ProcessIdentity;
  /** The command to type to run it again. */
  readonly command: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Where Terraform writes. */
  readonly log: string;
  /** Whether it was told to stop before it was done. */
  readonly interrupted: boolean;
}

/** The record of a stack. @param data the folder where Terraform keeps the data of the stack, `.terraform` */
export function readRecord(data: string): RunRecord | undefined {
  const file = recordFile(data);
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
}

/** Replaces the record of a stack in one step, so that nobody reads half of it. */
export function writeRecord(data: string, record: RunRecord): void {
  const file = recordFile(data);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Whether the run of a record goes on. */
export function goesOn({ terraform }: RunRecord): boolean {
  return isAlive(terraform);
}

function recordFile(data: string): string {
  return join(data, 'last-run.json');
}
