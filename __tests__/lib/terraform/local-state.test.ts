import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forgetOtherBackends, seedLocalStates } from '../../../lib/terraform/local-state';

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

const statesOf = (fleet: string) => ({ kind: 'local', folder: `../states/${fleet}` }) as const;

test('the backend of another environment is forgotten', () => {
  forgetOtherBackends(folder, statesOf('dev'));
  const memory = initialized('network');
  forgetOtherBackends(folder, statesOf('prod'));
  expect(existsSync(memory)).toBe(false);
});

test('the backend of the same environment elsewhere is forgotten', () => {
  forgetOtherBackends(folder, statesOf('dev'));
  const memory = initialized('network');
  forgetOtherBackends(folder, { kind: 's3', bucket: 'states', region: 'eu-west-2', prefix: 'dev' });
  expect(existsSync(memory)).toBe(false);
});

test('the backend of the same environment is kept', () => {
  forgetOtherBackends(folder, statesOf('dev'));
  const memory = initialized('network');
  forgetOtherBackends(folder, statesOf('dev'));
  expect(existsSync(memory)).toBe(true);
});
