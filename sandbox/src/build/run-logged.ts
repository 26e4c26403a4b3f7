import { execa } from 'execa';
import { SandboxError } from '../errors.js';
import { downloadFailure, type Registry } from './download-failure.js';
import { lastLines } from './go.js';

/** A program of a build, other than Go. */
export interface RunProps {
  readonly command: string;
  readonly args: readonly string[];
  /** Where it downloads from, for the error. */
  readonly registry: Registry;
  /** @default this process's */
  readonly cwd?: string;
  /** Receives everything that the program prints. */
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/** Runs a program; a failure names the log and shows its last lines. */
export async function runLogged(props: RunProps): Promise<void> {
  const result = await execa(props.command, props.args, {
    cwd: props.cwd,
    // The variables that are unset would change what is installed.
    env: { PIP_DISABLE_PIP_VERSION_CHECK: '1', PYTHONDONTWRITEBYTECODE: undefined, NODE_ENV: undefined },
    stdin: 'ignore',
    all: true,
    stdout: ['pipe', { file: props.logFile, append: true }],
    stderr: ['pipe', { file: props.logFile, append: true }],
    cancelSignal: props.signal,
    reject: false,
  });
  if (result.isCanceled) props.signal.throwIfAborted();
  if (!result.failed) return;
  throw (
    downloadFailure(props.registry, result.all) ??
    new SandboxError(
      `${props.command} ${props.args.slice(0, 3).join(' ')} failed: ${lastLines(result.all, 3)}.`,
      `The full output is in ${props.logFile}.`,
    )
  );
}
