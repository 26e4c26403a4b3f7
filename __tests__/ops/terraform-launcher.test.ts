import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../support/synth';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-launcher-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the launcher over a program that fails with a message unless it is told not to refresh, and gives its calls. */
function launch(failure: string, ...args: string[]) {
  const terraform = join(folder, 'terraform');
  writeFileSync(
    terraform,
    `#!/bin/sh
echo "$*" >> ${folder}/calls
case "$*" in *-refresh=false*) echo planned; exit 0 ;; esac
[ -z "${failure}" ] || { echo "${failure}" >&2; exit 1; }
echo planned
`,
  );
  chmodSync(terraform, 0o755);
  const result = spawnSync(join(checkout, 'ops/bin/terraform'), args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, INFRA_FLEET_TERRAFORM: terraform },
  });
  return { ...result, calls: readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') };
}

test.each([
  'dial tcp 127.0.0.1:6443: connect: connection refused',
  'dial tcp: lookup cluster-not-deployed.invalid: no such host',
  'Kubernetes cluster unreachable: Get https://10.0.0.1/version',
  'dial tcp 10.0.0.1:443: i/o timeout',
])('a plan that fails with "%s" is made from the last known state', (failure) => {
  expect(launch(failure, 'plan', '-input=false').calls).toEqual([
    'plan -input=false',
    'plan -input=false -refresh=false',
  ]);
});

test('the second plan says what it leaves out', () => {
  expect(launch('no such host', 'plan').stdout).toContain(
    'Planning from the last known state (-refresh=false)',
  );
});

test('a plan that fails for another reason fails', () => {
  expect(launch('Error: Unsupported argument', 'plan')).toMatchObject({ status: 1, calls: ['plan'] });
});

test('a plan that succeeds is made once', () => {
  expect(launch('', 'plan').calls).toEqual(['plan']);
});

test('a destroy is never changed', () => {
  expect(launch('connection refused', 'destroy', '-auto-approve')).toMatchObject({
    status: 1,
    calls: ['destroy -auto-approve'],
  });
});
