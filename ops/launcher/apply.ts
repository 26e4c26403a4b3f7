import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { guardPlan } from '../commands/guard';
import { readApplyArguments, type ApplyArguments } from './apply-arguments';
import { runChange } from './changing-run';
import { begin, interruptedBefore } from './earlier-runs';
import type { Launch } from './launch';
import { explain } from './messages';
import { type Planned, recover } from './recover';
import { runTerraform } from './terraform-run';

/**
 * `terraform apply`: plans, takes in or repairs what an earlier run left behind, lets `ops guard` look at the plan, asks, and
 * applies exactly the plan that was looked at.
 */
export async function apply(launch: Launch): Promise<number> {
  const words = launch.args.slice(1);
  const given = readApplyArguments(words, process.env.TF_CLI_ARGS_apply);
  await begin(launch);
  const interrupted = await interruptedBefore(launch);
  if (interrupted !== undefined) {
    launch.say(`The stack ${launch.stack} is left as it is, since ${interrupted} was interrupted.`);
    return 130;
  }
  if (given === undefined) return await runChange(launch, 'apply', { args: launch.args, asks: true });

  const planFile = join(launch.data, 'checked.tfplan');
  reservePlan(launch.data, planFile);
  const planned = await recover(launch, (more) => plan(launch, given, more, planFile));
  if (planned.kind === 'failed') return planned.code;
  if (planned.kind === 'changes' && (await guardPlan(planned.json)) !== 0) return 1;
  if (given.hasVariables) return await runChange(launch, 'apply', { args: launch.args, asks: true });
  if (!given.approved && planned.kind === 'changes' && !(await isApproved(launch))) return 1;
  return await runChange(launch, 'apply', {
    args: ['apply', '-auto-approve', ...given.apply, planFile],
    env: { ...process.env, TF_CLI_ARGS_apply: '' },
  });
}

async function plan(
  launch: Launch,
  { plan, hasVariables, approved }: ApplyArguments,
  more: readonly string[],
  planFile: string,
): Promise<Planned> {
  const { TF_CLI_ARGS_plan: ofPlan = '', TF_CLI_ARGS_apply: ofApply = '' } = process.env;
  const result = await runTerraform(launch, {
    args: ['plan', '-input=false', '-detailed-exitcode', `-out=${planFile}`, ...plan, ...more],
    log: 'plan',
    shown: approved || !hasVariables,
    env: { ...process.env, TF_IN_AUTOMATION: '1', TF_CLI_ARGS_plan: `${ofPlan} ${ofApply}`.trim() },
  });
  launch.interrupts.signal.throwIfAborted();
  if (result.code === 0) return { kind: 'no changes' };
  if (result.code === 2) return { kind: 'changes', json: showPlan(launch, planFile) };
  await explain(launch, result);
  return { kind: 'failed', code: result.code };
}

/** What a saved plan changes, as JSON. */
function showPlan({ terraform }: Launch, planFile: string): string {
  const { status, stdout, stderr, error } = spawnSync(terraform, ['show', '-json', planFile], {
    encoding: 'utf8',
    maxBuffer: 512 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`The plan that was just made can't be read: ${stderr.trim()}`);
  return stdout;
}

/** A plan can hold what is not for others to read. */
function reservePlan(data: string, planFile: string): void {
  mkdirSync(data, { recursive: true });
  closeSync(openSync(planFile, 'w', 0o600));
}

/** Asks in Terraform's words, for which cdktf waits (https://developer.hashicorp.com/terraform/cli/commands/apply). */
async function isApproved(launch: Launch): Promise<boolean> {
  process.stdout.write(
    '\nDo you want to perform these actions?\n' +
      '  Terraform will perform the actions described above.\n' +
      "  Only 'yes' will be accepted to approve.\n\n",
  );
  const terminal = createInterface({ input: process.stdin, output: process.stdout, terminal: false });
  const answer = await new Promise<string>((resolve, reject) => {
    launch.interrupts.signal.addEventListener('abort', () =>
      reject(launch.interrupts.signal.reason as Error),
    );
    terminal.once('close', () => resolve(''));
    terminal.question('  Enter a value: ').then(resolve, reject);
  }).finally(() => terminal.close());
  if (answer.trim() === 'yes') return true;
  process.stdout.write('\nApply cancelled.\n');
  return false;
}
