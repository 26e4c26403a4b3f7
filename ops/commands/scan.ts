import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCanary, missedChecks, policyCanary } from './scan/canary';
import { type Finding, readFindings } from './scan/findings';
import { judge, readSkips } from './scan/skips';
import { messageOf } from '../message-of';
import { everyChoice, readCanary, readStackFiles, writeCanary, writeStackFiles } from './scan/stack-files';
import { checkPolicies } from './scan/stack-policies';
import { PolicyTables } from '../policies/policy-tables';

const defaultFleets = ['dev', 'prod', everyChoice];

/** Scans the stacks of some fleets and prints the findings. Returns how many things there are to do. */
function scan(fleets: readonly string[]): number {
  const work = mkdtempSync(join(tmpdir(), 'infra-fleet-scan-'));
  try {
    const scanned = join(work, 'scanned');
    mkdirSync(scanned);
    for (const fleet of fleets) writeStackFiles(fleet, work, scanned);
    writeCanary(scanned);
    return report(fleets, runCheckov(scanned)) + reportPolicies(fleets, scanned);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function runCheckov(folder: string): string {
  const { CHECKOV = 'checkov' } = process.env;
  const { stdout, stderr, error } = spawnSync(
    CHECKOV,
    [
      '--directory',
      folder,
      '--framework',
      'terraform_json',
      '--skip-download',
      '--compact',
      '--output',
      'json',
    ],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, env: { ...process.env, LOG_LEVEL: 'ERROR' } },
  );
  if (error !== undefined) throw error;
  if (stdout.trim() === '') throw new Error(`Checkov wrote no report.\n${stderr}`);
  return stdout;
}

function report(fleets: readonly string[], json: string): number {
  const { passed, failed: found, unread } = readFindings(json);
  const missed = missedChecks(found);
  const skips = readSkips().filter(({ fleet }) => fleets.includes(fleet));
  const counted = passed.filter((finding) => !isCanary(finding)).length;
  const today = new Date().toISOString().slice(0, 10);
  const judged = judge(
    found.filter((finding) => !isCanary(finding)),
    skips,
    today,
  );
  const todo = [
    ...judged.failed.map((finding) => `FAILED   ${describe(finding)}`),
    ...judged.expired.map(
      ({ check, fleet, stack, resource, expires }) =>
        `EXPIRED  ${check} ${fleet}/${stack} ${resource}: the skip ended on ${expires}; review it in ops/commands/scan/skips.yaml`,
    ),
    ...judged.unused.map(
      ({ check, fleet, stack, resource }) =>
        `UNUSED   ${check} ${fleet}/${stack} ${resource}: nothing needs the skip; remove it from ops/commands/scan/skips.yaml`,
    ),
    ...unread.map((file) => `UNREAD   ${file}: Checkov could not read it`),
    ...missed.map(
      (check) => `BLIND    ${check}: Checkov does not find the fault in ops/commands/scan/canary.tf.json`,
    ),
  ];
  const lines = [...judged.skipped.map((finding) => `skipped  ${describe(finding)}`), ...todo];
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.stdout.write(
    `${fleets.join(', ')}: ${counted} checks passed, ${judged.failed.length} failed, ${judged.skipped.length} skipped\n`,
  );
  return todo.length;
}

function reportPolicies(fleets: readonly string[], scanned: string): number {
  const { POLICY_TABLES: packages } = process.env;
  if (packages === undefined)
    throw new Error("POLICY_TABLES does not say where AWS's tables are: run ops/bin/scan");
  const tables = PolicyTables.read(packages);
  const checked = readStackFiles(fleets, scanned).map(({ name, resources }) => ({
    name,
    ...checkPolicies(resources, tables),
  }));
  const faults = checked.flatMap(({ name, faults: found }) => found.map((fault) => `${name} ${fault}`));
  const sight = checkPolicies(readCanary(scanned), tables).faults;
  const todo = [
    ...faults.map((fault) => `FAILED   ${fault}`),
    ...policyCanary
      .filter((fault) => !sight.some((found) => found.includes(fault)))
      .map((fault) => `BLIND    ${fault}: not found in ops/commands/scan/canary.tf.json`),
  ];
  for (const line of todo) process.stdout.write(`${line}\n`);
  const count = checked.reduce((total, { checked: own }) => total + own, 0);
  process.stdout.write(`${count} policies checked against AWS's tables, ${faults.length} faults\n`);
  return todo.length;
}

function describe({ check, fleet, stack, resource, title }: Finding): string {
  return `${check} ${fleet}/${stack} ${resource}: ${title}`;
}

try {
  const fleets = process.argv.slice(2);
  process.exitCode = scan(fleets.length > 0 ? fleets : defaultFleets) === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`scan: ${messageOf(error)}\n`);
  process.exitCode = 1;
}
