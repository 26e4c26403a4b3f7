import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault } from '../../sandbox/src/commands/fault.js';
import { beginFault, faultNames, Faults, type FaultName } from '../../sandbox/src/faults.js';
import { waitFor } from '../../sandbox/src/wait-for.js';

const folder = mkdtempSync(join(tmpdir(), 'faults-'));
const inForce = new Map<FaultName, string>();
const effect =
  (name: FaultName) =>
  (detail: string | undefined): void =>
    void (detail === undefined ? inForce.delete(name) : inForce.set(name, detail));
const effects = Object.fromEntries(faultNames.map((name) => [name, effect(name)])) as Record<
  FaultName,
  (detail: string | undefined) => void
>;
const faults = new Faults({ effects, folder });

beforeAll(async () => {
  writeFileSync(join(folder, 'charts'), '');
  await faults.start();
});
afterAll(async () => {
  await faults.stop();
  rmSync(folder, { recursive: true });
});

/** Waits until these faults and no others are in force, each with its detail. */
async function inForceIs(expected: Partial<Record<FaultName, string>>): Promise<void> {
  const isExpected = () => JSON.stringify(Object.fromEntries(inForce)) === JSON.stringify(expected);
  const props = { what: `${JSON.stringify(expected)} to be in force`, timeoutSeconds: 10, remedy: '' };
  await waitFor(props, () => Promise.resolve(isExpected() ? true : undefined));
}

test('a fault is in force from its beginning to its end, others are not', async () => {
  const end = beginFault('git', { folder });
  await inForceIs({ git: '' });
  end();
  await expect(inForceIs({})).resolves.toBeUndefined();
});

test('a fault is told its detail', async () => {
  const end = beginFault('aws-slow', { folder, detail: 'CreateVpc' });
  await expect(inForceIs({ 'aws-slow': 'CreateVpc' })).resolves.toBeUndefined();
  end();
});

test.each([
  [
    ['dns', '60'],
    '"dns" is not a fault. Allowed: git, charts, aws throttle, aws slow, aws 5xx, aws eks-create-failed. For example: sandbox fault git 60',
  ],
  [['git', ''], '"" is not a number of seconds. Give a number up to 600, for example: sandbox fault git 60'],
  [
    ['charts', '601'],
    '"601" is not a number of seconds. Give a number up to 600, for example: sandbox fault charts 60',
  ],
])('fault %j is refused', async (args, message) => {
  await expect(fault(args)).rejects.toThrow(message);
});
