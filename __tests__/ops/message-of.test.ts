import { spawnSync } from 'node:child_process';
import { messageOf } from '../../ops/message-of';
import { checkout } from '../support/synth';

const url = 'https://alice:hunter2@proxy.example.com';

test.each([new Error(`connect ${url}`), `connect ${url}`])('%s is told without its password', (failure) => {
  expect(messageOf(failure)).toBe('connect https://...@proxy.example.com');
});

test.each([
  ['ops', 'upgrade', '--flux', url],
  ['ops', 'guard', '--since', url],
  ['ops', 'inventory', '--fleet', url],
  ['ops', url],
  ['scan', url],
])('%s %s %s does not repeat a password', (program, ...args) => {
  const { status, stderr, stdout } = spawnSync(`ops/bin/${program}`, args, {
    cwd: checkout,
    encoding: 'utf8',
  });
  expect([status === 0, `${stdout}${stderr}`.includes('hunter2')]).toEqual([false, false]);
});
