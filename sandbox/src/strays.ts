import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { execaSync } from 'execa';
import { isRunning } from './build/cache-lock.js';
import { state } from './paths.js';
import { sandboxMark } from './processes/managed-process.js';
import { waitFor } from './wait-for.js';

/** A process that belongs to the sandbox of this checkout. */
export interface SandboxProcess {
  readonly pid: number;
  /** Name of its record, or the program's name for one that has none. */
  readonly name: string;
}

/**
 * Processes of this checkout's sandbox: those that carry its mark in their environment (Linux) and those with a record
 * whose process has not been replaced by a younger one of the same id. Never this process or one that it runs under.
 */
export function findSandboxProcesses(): SandboxProcess[] {
  const own = ancestors(process.pid);
  const found = new Map<number, string>();
  for (const pid of markedProcesses()) found.set(pid, commandName(pid));
  for (const record of readRecords()) {
    if (found.has(record.pid) || isRecorded(record)) found.set(record.pid, record.name);
  }
  return [...found].filter(([pid]) => !own.has(pid)).map(([pid, name]) => ({ pid, name }));
}

/** Asks processes to end, and kills those that are still there after a grace period. Resolves when all are gone. */
export async function endProcesses(processes: readonly SandboxProcess[], graceSeconds = 5): Promise<void> {
  for (const { pid } of processes) signal(pid, 'SIGTERM');
  const gone = (): Promise<true | undefined> =>
    Promise.resolve(processes.some(({ pid }) => isAlive(pid)) ? undefined : true);
  const wait = { what: 'processes of the sandbox to end', remedy: '', timeoutSeconds: graceSeconds };
  if (await waitFor(wait, gone).catch(() => undefined)) return;
  for (const { pid } of processes) signal(pid, 'SIGKILL');
  const left = processes.map(({ pid }) => pid).join(' ');
  await waitFor({ ...wait, remedy: `End them by hand: kill -9 ${left}`, timeoutSeconds: 10 }, gone);
}

/** Whether the environment of a process, as `/proc/<pid>/environ` gives it, has the mark of a state folder. */
export function hasMark(environ: string, folder: string): boolean {
  return environ.split('\0').includes(`${sandboxMark}=${folder}`);
}

interface ProcessRecord extends SandboxProcess {
  readonly writtenAt: Date;
}

function markedProcesses(): number[] {
  return list('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && hasMark(read(`/proc/${pid}/environ`), state.root));
}

function readRecords(): ProcessRecord[] {
  return list(state.processes)
    .filter((name) => name.endsWith('.pid'))
    .map((name) => {
      const file = join(state.processes, name);
      return {
        name: basename(name, '.pid'),
        pid: Number(read(file).trim()),
        writtenAt: statSync(file, { throwIfNoEntry: false })?.mtime ?? new Date(0),
      };
    })
    .filter(({ pid }) => Number.isInteger(pid) && pid > 0);
}

/** A process that started after its record was written is another one, which got the same id. */
function isRecorded(record: ProcessRecord): boolean {
  if (!isAlive(record.pid)) return false;
  const started = execaSync('ps', ['-o', 'lstart=', '-p', String(record.pid)], {
    env: { LC_ALL: 'C' },
    reject: false,
  });
  const startedAt = Date.parse(started.stdout.trim());
  return !Number.isNaN(startedAt) && startedAt <= record.writtenAt.getTime() + 1000;
}

/** A process that has ended but whose parent has not asked for its result (a zombie) counts as ended. */
function isAlive(pid: number): boolean {
  return isRunning(pid) && !/^State:\s+Z/m.test(read(`/proc/${pid}/status`));
}

function ancestors(pid: number): Set<number> {
  const found = new Set<number>();
  for (let next = pid; next > 1 && !found.has(next); next = parentOf(next)) found.add(next);
  return found;
}

function parentOf(pid: number): number {
  const status = read(`/proc/${pid}/status`);
  if (status !== '') return Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  return Number(execaSync('ps', ['-o', 'ppid=', '-p', String(pid)], { reject: false }).stdout.trim());
}

function commandName(pid: number): string {
  const [command = '', ...args] = read(`/proc/${pid}/cmdline`).split('\0');
  const script = basename(command) === 'node' ? args.find((arg) => /\.[mc]?[jt]s$/.test(arg)) : undefined;
  return basename(script ?? command);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
