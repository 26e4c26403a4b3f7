import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A variable whose value marks the processes that one command started, whatever session they are in. */
export const markVariable = 'INTERRUPTED_COMMAND';

/** A process that a command started, directly or not. */
export interface MarkedProcess {
  readonly pid: number;
  readonly words: readonly string[];
}

/** The processes of a command that run now. Their environment tells them from those of every other command and checkout. */
export function processesOf(mark: string): readonly MarkedProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
        const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
        return environment.includes(`${markVariable}=${mark}`) && words.length > 0
          ? [{ pid: Number(pid), words }]
          : [];
      } catch {
        return [];
      }
    });
}

/** Kills every process of a command that runs a program. Gives how many. */
export function killProgram(mark: string, program: RegExp): number {
  const found = processesOf(mark).filter(({ words }) => program.test(basename(words[0]!)));
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
  return found.length;
}
