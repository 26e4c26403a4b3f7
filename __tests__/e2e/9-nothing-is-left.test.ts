import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../support/synth';

function down() {
  return spawnSync('make', ['--silent', 'sandbox-down'], { cwd: checkout, encoding: 'utf8' });
}

/** Processes of this checkout's sandbox, known by the mark in their environment. */
function processes(): string[] {
  const mark = `INFRA_FLEET_SANDBOX=${join(checkout, '.sandbox')}\0`;
  const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return ids.filter((id) => {
    try {
      return `${readFileSync(`/proc/${id}/environ`, 'utf8')}\0`.includes(mark);
    } catch {
      return false;
    }
  });
}

test('sandbox-down succeeds', () => {
  expect(down()).toMatchObject({ status: 0 });
});

test('no process is left', () => {
  expect(processes()).toEqual([]);
});

test('no file is left', () => {
  expect(existsSync(join(checkout, '.sandbox'))).toBe(false);
});

test('a second sandbox-down succeeds too', () => {
  expect(down().status).toBe(0);
});

test('the shell of a sandbox that is down says what to do', () => {
  const { status, stderr } = spawnSync('make', ['--silent', 'sandbox-shell'], {
    cwd: checkout,
    input: 'true\n',
    encoding: 'utf8',
  });
  expect({ failed: status !== 0, told: stderr.includes('make sandbox') }).toEqual({
    failed: true,
    told: true,
  });
});
