import { endProcesses } from '../strays.js';
import { runningUp, stopSandbox } from '../stop-sandbox.js';

/** `make sandbox-down`: leaves no process, port or file of the sandbox behind, and says what it has ended. */
export async function down(): Promise<void> {
  const up = runningUp();
  if (up !== undefined) {
    console.log(`A \`make sandbox\` is running (process ${up}); stopping it first.`);
    await endProcesses([{ pid: up, name: 'make sandbox' }], 60);
  }
  const stopped = await stopSandbox();
  if (stopped.processes.length === 0 && !stopped.state) {
    console.log('No sandbox is running in this checkout. Nothing to stop.');
    return;
  }
  for (const { name, pid } of stopped.processes) console.log(`  stopped ${name} (process ${pid})`);
  if (stopped.commits !== undefined) console.log(stopped.commits);
  const count = stopped.processes.length;
  const ended = count === 1 ? '1 process' : `${count} processes`;
  console.log(`Sandbox stopped: ${ended} ended, .sandbox removed.`);
}
