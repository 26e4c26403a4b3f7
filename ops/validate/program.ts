import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UsageError } from '../usage-error';

export interface ProgramProps {
  readonly program: string;
  readonly args: readonly string[];
  /** @default - this process's folder */
  readonly cwd?: string;
  /** Exit codes by which it says that there are findings. */
  readonly findingCodes: readonly number[];
  /** What `make validate` does so that there is the program. */
  readonly provided: 'installs it' | 'builds it';
}

export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one of the programs that judge manifests.
 *
 * @throws UsageError if it does not run, or ends with another code
 */
export async function runProgram({
  program,
  args,
  cwd,
  findingCodes,
  provided,
}: ProgramProps): Promise<ProgramResult> {
  try {
    return {
      code: 0,
      ...(await promisify(execFile)(program, args, { cwd, maxBuffer: 256 * 1024 * 1024 })),
    };
  } catch (error) {
    const { code, stdout = '', stderr = '', message } = error as Error & Partial<ProgramResult>;
    if (code !== undefined && findingCodes.includes(code)) return { code, stdout, stderr };
    throw new UsageError(
      `ops validate: ${program} does not run: ${message}. Run make validate, which ${provided}.`,
    );
  }
}
