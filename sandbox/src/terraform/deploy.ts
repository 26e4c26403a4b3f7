import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { execa } from 'execa';
import { SandboxError } from '../errors.js';
import { checkout, state } from '../paths.js';
import { sandboxMark } from '../processes/managed-process.js';

/** The commands that a user types to deploy all four stacks. */
export const deployCommands: readonly (readonly string[])[] = [
  ['cdktf', 'deploy', 'network', 'cluster'],
  ['cdktf', 'deploy', 'flux-operator'],
  ['cdktf', 'deploy', 'flux-instance'],
];

/** A command that is run in the sandbox's environment. */
export interface DeployProps {
  readonly command: readonly string[];
  readonly environment: Record<string, string>;
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** How many lines of the log an error shows, and how many of a log without one. */
const shownErrorLines = 60;
const shownLastLines = 25;

/** Runs a command as a user types it and logs its output; a failure shows what matters of the log. */
export async function deploy(props: DeployProps): Promise<void> {
  const [program = '', ...args] = props.command;
  const logFile = join(state.logs, `${[program, ...args].join('-')}.log`);
  writeFileSync(logFile, `$ ${props.command.join(' ')}\n`);
  const child = execa(program, args, {
    cwd: checkout,
    env: { ...props.environment, [sandboxMark]: state.root },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    buffer: false,
    cancelSignal: props.signal,
    killSignal: 'SIGINT',
    reject: false,
  });
  child.all.on('data', (chunk: Buffer) => {
    const text = stripVTControlCharacters(chunk.toString('utf8'));
    appendFileSync(logFile, text);
    const line = lastProgress(text);
    if (line !== undefined) props.report(line);
  });
  const result = await child;
  props.signal.throwIfAborted();
  if (!result.failed) return;
  const { title, lines } = whatMatters(readFileSync(logFile, 'utf8'));
  throw new SandboxError(
    `\`${props.command.join(' ')}\` failed${result.exitCode === undefined ? '' : ` with exit code ${result.exitCode}`}. ${title}:\n\n${indent(lines)}\n\n`,
    `The full output is in ${logFile}.`,
  );
}

/** The lines of a failed command's output from its first error on; the last lines of one that names no error. */
export function whatMatters(output: string): { readonly title: string; readonly lines: readonly string[] } {
  const lines = output.trim().split('\n');
  const error = lines.findIndex((line) => /(^|[│\s])Error: /.test(line));
  if (error < 0) return { title: 'Its last lines', lines: lines.slice(-shownLastLines) };
  const shown = lines.slice(error, error + shownErrorLines);
  const left = lines.length - error - shown.length;
  return {
    title: 'Its output from the first error on',
    lines: left > 0 ? [...shown, `... and ${left} more lines`] : shown,
  };
}

/** The last informative line of an output, short enough to show while the command runs. */
export function lastProgress(text: string): string | undefined {
  const line = text
    .split('\n')
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .findLast((part) => /[a-z]{3}/i.test(part) && !/^\d+ Stacks? (deploying|done|waiting)/.test(part));
  return line?.slice(0, 90);
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}`).join('\n');
}
