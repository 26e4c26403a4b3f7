import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Launch } from './launch';
import { LogTail } from './log-tail';
import { identify } from './process-identity';
import { type RunRecord, writeRecord } from './run-record';

/** How often a log is read, in milliseconds. */
const lookInterval = 100;

export interface TerraformRunProps {
  readonly args: readonly string[];
  /** The name of the log, without suffix. */
  readonly log: string;
  /** How a run that changes the stack is recorded. @default - it changes nothing, and stops when nobody is listening */
  readonly changes?: RunRecord['verb'];
  /** Whether an interrupt stops it. @default true */
  readonly interruptible?: boolean;
  /** Whether its output is shown. @default true */
  readonly shown?: boolean;
  /** Whether it may ask for approval. @default false */
  readonly asks?: boolean;
  /** @default - that of this process */
  readonly env?: NodeJS.ProcessEnv;
}

export interface TerraformResult {
  /** The exit code; 128 if a signal killed Terraform. */
  readonly code: number;
  readonly killedBy?: NodeJS.Signals;
  readonly interrupted: boolean;
  readonly log: string;
}

/**
 * Runs Terraform in its own session, so that it gets no signals from the terminal, and with its output in a file, so that it can
 * write whatever happens to the processes that started it. An interrupt is passed on once: a second one would make Terraform end
 * without waiting for what it started.
 */
export async function runTerraform(launch: Launch, props: TerraformRunProps): Promise<TerraformResult> {
  const isInterruptible = props.interruptible ?? true;
  if (isInterruptible) launch.interrupts.signal.throwIfAborted();
  mkdirSync(launch.data, { recursive: true });
  const log = join(launch.data, `${props.log}.log`);
  const fd = openSync(log, 'w', 0o600);
  const child = spawn(launch.terraform, props.args, {
    detached: true,
    stdio: [props.asks ? 'pipe' : 'ignore', fd, fd],
    env: props.env ?? process.env,
  });
  closeSync(fd);
  if (child.stdin !== null) {
    child.stdin.on('error', () => undefined);
    process.stdin.pipe(child.stdin);
  }
  const ended = new Promise<TerraformResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      const interrupted = launch.interrupts.signal.aborted;
      resolve({ code: code ?? 128, ...(signal !== null && { killedBy: signal }), interrupted, log });
    });
  });
  if (props.changes !== undefined) keepRecord(launch, child, props.changes, log);
  if (isInterruptible) stopWhenAsked(launch, child, props);
  return await shownUntil(ended, launch, log, props.shown ?? true);
}

/**
 * Runs Terraform to its end, and shows its output only if it fails. For short steps that belong together: an interrupt between a
 * `state rm` and an `import` would lose what is moved. Gives the exit code.
 */
export async function runShortStep(launch: Launch, args: readonly string[]): Promise<number> {
  const { code, log } = await runTerraform(launch, {
    args,
    log: 'recovery',
    shown: false,
    interruptible: false,
  });
  if (code !== 0) launch.say(`terraform ${args.join(' ')} failed: see ${launch.readable(log)}`);
  return code;
}

function keepRecord(launch: Launch, child: ChildProcess, verb: RunRecord['verb'], log: string): void {
  const terraform = child.pid === undefined ? undefined : identify(child.pid);
  if (terraform === undefined) return;
  const record: RunRecord = {
    verb,
    terraform,
    cdktf: launch.cdktf?.process,
    command: launch.command,
    startedAt: new Date().toISOString(),
    log,
    interrupted: false,
  };
  writeRecord(launch.data, record);
  launch.interrupts.signal.addEventListener('abort', () =>
    writeRecord(launch.data, { ...record, interrupted: true }),
  );
}

function stopWhenAsked(launch: Launch, child: ChildProcess, { changes }: TerraformRunProps): void {
  let isStopping = false;
  const stop = () => {
    if (!isStopping) child.kill('SIGINT');
    isStopping = true;
  };
  launch.interrupts.signal.addEventListener('abort', stop);
  if (changes === undefined) launch.interrupts.onHangup(stop);
}

async function shownUntil<T>(ended: Promise<T>, launch: Launch, log: string, shown: boolean): Promise<T> {
  const tail = new LogTail(log);
  const look = () => {
    launch.interrupts.look();
    if (shown) tail.read((piece) => process.stdout.write(piece));
  };
  const timer = setInterval(look, lookInterval);
  try {
    return await ended;
  } finally {
    clearInterval(timer);
    look();
    tail.close();
  }
}
