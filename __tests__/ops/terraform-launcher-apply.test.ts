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

const harmless = { format_version: '1.2', resource_changes: [] };
const harmful = {
  format_version: '1.2',
  resource_changes: [
    {
      address: 'helm_release.instance',
      mode: 'managed',
      type: 'helm_release',
      change: { actions: ['delete', 'create'], before: { chart: 'flux-instance' } },
    },
  ],
};

interface Apply {
  /** What `terraform plan -detailed-exitcode` ends with. @default 2, there are changes */
  readonly planStatus?: number;
  readonly plan?: object;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the launcher over a program that plans as told, and gives what the program was called with. */
function apply(args: readonly string[], { planStatus = 2, plan = harmless, env = {} }: Apply = {}) {
  const terraform = join(folder, 'terraform');
  writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan));
  writeFileSync(
    terraform,
    `#!/bin/sh
echo "$*" >> ${folder}/calls
case "$1" in
  plan) echo "the plan"; exit ${planStatus} ;;
  show) cat ${folder}/plan.json ;;
esac
`,
  );
  chmodSync(terraform, 0o755);
  // No aws on this PATH: the guard can't ask a cluster.
  const path = [join(process.execPath, '..'), '/usr/bin', '/bin'].join(':');
  const result = spawnSync(join(checkout, 'ops/bin/terraform'), ['apply', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: path, INFRA_FLEET_TERRAFORM: terraform, AWS_EC2_METADATA_DISABLED: 'true', ...env },
  });
  return { ...result, calls: readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') };
}

const planned = 'plan -input=false -detailed-exitcode -out=.terraform/checked.tfplan';

test('an apply that asks nobody applies the plan that was checked', () => {
  expect(apply(['-auto-approve', '-no-color']).calls).toEqual([
    `${planned} -no-color`,
    'show -json .terraform/checked.tfplan',
    'apply -auto-approve -no-color .terraform/checked.tfplan',
  ]);
});

test('an apply that asks is planned again by Terraform', () => {
  expect(apply(['-no-color']).calls.at(-1)).toBe('apply -no-color');
});

test('what a saved plan cannot be given is planned again by Terraform', () => {
  expect(apply(['-auto-approve', '-var=a=b']).calls.at(-1)).toBe('apply -auto-approve -var=a=b');
});

test('a plan without changes needs no check', () => {
  expect(apply(['-auto-approve'], { planStatus: 0 }).calls).toEqual([
    planned,
    'apply -auto-approve .terraform/checked.tfplan',
  ]);
});

test('a plan that fails ends the apply', () => {
  expect(apply(['-auto-approve'], { planStatus: 1 })).toMatchObject({ status: 1, calls: [planned] });
});

test('a plan that replaces Flux while the cluster cannot be asked is refused', () => {
  const { status, stderr, calls } = apply(['-auto-approve'], { plan: harmful });
  expect({ status, applied: calls.some((call) => call.startsWith('apply')), stderr }).toEqual({
    status: 1,
    applied: false,
    stderr: expect.stringContaining('It is not known what would go along with it.') as string,
  });
});

test('a refused plan goes through once it is confirmed', () => {
  const env = { INFRA_FLEET_ALLOW_PRUNE: '1' };
  expect(apply(['-auto-approve'], { plan: harmful, env }).calls.at(-1)).toContain('apply');
});

test.each([['-destroy'], ['-refresh-only'], ['a-saved-plan']])('apply %s is never changed', (word) => {
  expect(apply(['-auto-approve', word]).calls).toEqual([`apply -auto-approve ${word}`]);
});
