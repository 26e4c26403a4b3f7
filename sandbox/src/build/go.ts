import { appendFileSync } from 'node:fs';
import { execa } from 'execa';
import { SandboxError } from '../errors.js';
import { goToolchain } from './build-sets.js';
import { downloadFailure } from './download-failure.js';

/** A run of the `go` command. */
export interface GoProps {
  readonly args: readonly string[];
  readonly cwd: string;
  /** Receives everything `go` prints to its standard error. */
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/**
 * Environment of every `go` command: the caller's, since the machine's proxies, certificates and module settings matter,
 * except for what a build's result depends on. Builds don't use cgo, so they need no C compiler.
 */
export function goEnvironment(base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...base,
    GOTOOLCHAIN: goToolchain,
    GOFLAGS: '-mod=readonly -buildvcs=false',
    GOWORK: 'off',
    CGO_ENABLED: '0',
  };
  for (const name of ['GOOS', 'GOARCH', 'GOEXPERIMENT', 'GODEBUG']) delete environment[name];
  return environment;
}

/** Runs `go` and returns its standard output; a failure names the log and shows its last lines. */
export async function go(props: GoProps): Promise<string> {
  appendFileSync(props.logFile, `$ go ${props.args.join(' ')}\n`);
  const result = await execa('go', props.args, {
    cwd: props.cwd,
    env: goEnvironment(),
    extendEnv: false,
    stdin: 'ignore',
    stderr: ['pipe', { file: props.logFile, append: true }],
    maxBuffer: 50_000_000,
    cancelSignal: props.signal,
    killSignal: 'SIGINT',
    reject: false,
  });
  if (result.isCanceled) props.signal.throwIfAborted();
  if (!result.failed) return result.stdout;
  const output = result.stderr;
  const offline = downloadFailure('go', output);
  if (offline !== undefined) throw offline;
  throw new SandboxError(
    `go ${props.args[0]} failed: ${lastLines(output, 3)}.`,
    `The full output is in ${props.logFile}.`,
  );
}

/** The last lines of a program's output, as one line. */
export function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join(' | ').replace(/\.$/, '');
}
