import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault } from '../../sandbox/src/commands/fault.js';
import { beginFault, Faults, type FaultName } from '../../sandbox/src/faults.js';
import { waitFor } from '../../sandbox/src/wait-for.js';

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
const away = new Set<FaultName>();
const server = (name: FaultName) => ({
  setAway: (isAway: boolean): void => void (isAway ? away.add(name) : away.delete(name)),
});
const faults = new Faults({ servers: { git: server('git'), charts: server('charts') }, folder });

beforeAll(async () => {
  writeFileSync(join(folder, 'charts'), '');
  await faults.start();
});
afterAll(async () => {
  await faults.stop();
  rmSync(folder, { recursive: true });
});

async function awayIs(...names: FaultName[]): Promise<void> {
  const props = { what: `${names.join()} to be away`, timeoutSeconds: 10, remedy: '' };
  await waitFor(props, () => Promise.resolve([...away].sort().join() === names.join() ? true : undefined));
}

test('a server is away from the beginning of a fault to its end, others are not', async () => {
  const end = beginFault('git', folder);
  await awayIs('git');
  end();
  await expect(awayIs()).resolves.toBeUndefined();
});

test.each([
  [['dns', '60'], '"dns" can\'t be taken away. Name one of git, charts: sandbox fault git 60'],
  [['git'], '"" is no time in seconds. Give a number up to 600: sandbox fault git 60'],
  [['charts', '601'], '"601" is no time in seconds. Give a number up to 600: sandbox fault charts 60'],
])('fault %j is refused', async (args, message) => {
  await expect(fault(args)).rejects.toThrow(message);
});
