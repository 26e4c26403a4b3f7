import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { state } from '../../../sandbox/src/paths.js';
import { KeptProcess } from '../../../sandbox/src/processes/kept-process.js';
import { ManagedProcess } from '../../../sandbox/src/processes/managed-process.js';
import { waitFor } from '../../../sandbox/src/wait-for.js';

const folder = mkdtempSync(join(tmpdir(), 'kept-process-'));
jest.replaceProperty(state, 'logs', folder);
jest.replaceProperty(state, 'processes', folder);

const name = 'unit-test.kept-process';
const first = new ManagedProcess({
  name,
  command: process.execPath,
  args: ['-e', 'setInterval(() => {}, 1e6)'],
  cwd: '/',
});
const kept = new KeptProcess(first);

afterAll(async () => {
  await kept.stop();
  rmSync(folder, { recursive: true });
});

/** The process that runs now, by the record on disk. */
function recorded(): number | undefined {
  try {
    return Number(readFileSync(join(folder, `${name}.pid`), 'utf8'));
  } catch {
    return undefined;
  }
}

test('a program that was killed is started again', async () => {
  first.signal('SIGKILL');
  const second = await waitFor({ what: 'another process', timeoutSeconds: 10, remedy: '' }, () =>
    Promise.resolve(recorded() === first.pid ? undefined : recorded()),
  );
  expect(process.kill(second, 0)).toBe(true);
});

test('a program that was stopped stays stopped', async () => {
  await kept.stop();
  expect(recorded()).toBeUndefined();
});
