import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { state } from '../paths.js';
import { waitFor } from '../wait-for.js';

async function commandOf(pid: number): Promise<string | undefined> {
  const found = await execa('ps', ['-p', String(pid), '-o', 'command='], { reject: false });
  return found.exitCode === 0 ? found.stdout : undefined;
}

async function end(pid: number, command: string): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await waitFor(
    { what: `process ${pid} to end`, timeoutSeconds: 10, remedy: `End it by hand: kill -9 ${pid}` },
    async () => ((await commandOf(pid)) === command ? undefined : true),
  );
}

/**
 * Ends processes that an earlier, killed sandbox of this checkout left behind: those with a record whose name begins
 * with the prefix and which still run one of the programs (the process id may have passed to another program).
 */
export async function endStrayProcesses(prefix: string, programs: readonly string[]): Promise<void> {
  const records = await readdir(state.processes).catch(() => []);
  for (const record of records.filter((name) => name.startsWith(prefix) && name.endsWith('.pid'))) {
    const file = join(state.processes, record);
    const pid = Number(await readFile(file, 'utf8').catch(() => ''));
    const command = pid > 0 ? await commandOf(pid) : undefined;
    if (command !== undefined && programs.some((program) => command.startsWith(program)))
      await end(pid, command);
    await rm(file, { force: true });
  }
}
