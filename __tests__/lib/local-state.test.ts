import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetBackendsOfOtherFleet, seedLocalStates } from '../../lib/local-state';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a stack without a state gets an empty one', () => {
  seedLocalStates(folder);
  expect(JSON.parse(readFileSync(join(folder, 'network.tfstate'), 'utf8'))).toMatchObject({
    version: 4,
    resources: [],
  });
});

test('a state that exists is left alone', () => {
  const file = join(folder, 'cluster.tfstate');
  writeFileSync(file, 'precious');
  seedLocalStates(folder);
  expect(readFileSync(file, 'utf8')).toBe('precious');
});

function initialized(stack: string): string {
  const memory = join(folder, 'stacks', stack, '.terraform');
  mkdirSync(memory, { recursive: true });
  writeFileSync(join(memory, 'terraform.tfstate'), '{}');
  return join(memory, 'terraform.tfstate');
}

test('the backend of another environment is forgotten', () => {
  forgetBackendsOfOtherFleet(folder, 'dev');
  const memory = initialized('network');
  forgetBackendsOfOtherFleet(folder, 'prod');
  expect(existsSync(memory)).toBe(false);
});

test('the backend of the same environment is kept', () => {
  forgetBackendsOfOtherFleet(folder, 'dev');
  const memory = initialized('network');
  forgetBackendsOfOtherFleet(folder, 'dev');
  expect(existsSync(memory)).toBe(true);
});
