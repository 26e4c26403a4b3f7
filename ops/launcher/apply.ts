import { execFile } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { guardPlan } from '../commands/guard';
import { unsetVariablesOf } from '../gitops/fleet-variables';
import { messageOf } from '../message-of';
import { readApplyArguments, type ApplyArguments } from './apply-arguments';
import { chartRefusal } from './chart-signature';
import { computeRefusal } from './compute-change';
import { runChange } from './changing-run';
import { fleetOf } from './fleet';
import { begin, interruptedBefore } from './earlier-runs';
import { waitUntilFluxIsReady } from './flux-ready';
import type { Launch } from './launch';
import { isLastInAws, tellWhatIsLeftInAws } from './left-in-aws';
import { explain } from './messages';
import { raiseDesiredSizes, smallGroups } from './raise-desired-sizes';
import { type Planned, recover } from './recover';
import { freeStuckDefinitions } from './stuck-definitions';
import { runTerraform } from './terraform-run';

/**
 * `terraform apply`: plans, imports or repairs what an earlier run left behind, lets `ops guard` check the plan, asks, and
 * applies exactly the plan that was checked. Before the stack flux-instance, it looks for variables without a value in what Flux
 * reconciles; after it, it waits until Flux is Ready.
 */
export async function apply(launch: Launch): Promise<number> {
  const words = launch.args.slice(1);
  const given = readApplyArguments(words, process.env.TF_CLI_ARGS_apply);
  await begin(launch);
  const interrupted = await interruptedBefore(launch);
  if (interrupted !== undefined) {
    launch.say(`The stack ${launch.stack} was not changed, because ${interrupted} was interrupted.`);
    return 130;
  }
  if (launch.stack === 'flux-instance' && !hasEveryVariable(launch)) return 1;
  if (launch.stack === 'flux-instance') await freeStuckDefinitions(launch);
  const code = await change(launch, given);
  if (code !== 0) return code;
  if (isLastInAws(launch)) await tellWhatIsLeftInAws(launch);
  return launch.stack === 'flux-instance' ? await waitUntilFluxIsReady(launch) : 0;
}

/** Flux would refuse what has a variable without a value, and the deploy would wait for it in vain. */
function hasEveryVariable(launch: Launch): boolean {
  const { faults, unknowns } = unsetVariablesOf(fleetOf(launch));
  for (const unknown of unknowns) launch.say(`Not known: ${unknown}`);
  for (const fault of faults) launch.say(`Refused: ${fault}`);
  if (faults.length > 0) launch.say(`The stack ${launch.stack} was not changed.`);
  return faults.length === 0;
}

async function change(launch: Launch, given: ApplyArguments): Promise<number> {
  if (given.savedPlan !== undefined) {
    const json = await showPlan(launch, given.savedPlan);
    if (!(await isAllowed(launch, json))) return 1;
    return await runChange(launch, 'apply', { args: launch.args, asks: true });
  }

  // Its own file: what is asked about here must not become what another run has planned meanwhile.
  const planFile = join(launch.data, `checked-${process.pid}.tfplan`);
  reservePlan(launch.data, planFile);
  const planned = await recover(launch, (more) => plan(launch, given, more, planFile));
  if (planned.kind === 'failed') return planned.code;
  if (planned.kind === 'changes' && !(await isAllowed(launch, planned.json))) return 1;
  if (given.hasVariables) return await runChange(launch, 'apply', { args: launch.args, asks: true });
  if (!given.approved && planned.kind === 'changes' && !(await isApproved(launch))) return 1;
  if (planned.kind === 'changes' && (await raiseSizes(launch, planned.json))) {
    // The plan was made for the sizes of before.
    const again = await plan(launch, { ...given, approved: true }, [], planFile);
    if (again.kind === 'failed') return again.code;
  }
  return await runChange(launch, 'apply', {
    args: ['apply', '-auto-approve', ...given.apply, planFile],
    env: { ...process.env, TF_CLI_ARGS_apply: '' },
  });
}

/** Says why a plan must not be applied, if it must not. */
async function isAllowed(launch: Launch, planJson: string): Promise<boolean> {
  if ((await guardPlan(planJson, fleetOf(launch))) !== 0) return false;
  const refusal =
    launch.stack === 'flux-operator' ? chartRefusal(fleetOf(launch), launch.say) : computeRefusal(planJson);
  if (refusal !== undefined) launch.say(refusal);
  return refusal === undefined;
}

/** Whether something was changed, so that the plan no longer fits. */
async function raiseSizes(launch: Launch, planJson: string): Promise<boolean> {
  const groups = smallGroups(planJson);
  if (groups.length === 0) return false;
  const { awsClients } = await import('../recovery/aws-clients.js');
  await raiseDesiredSizes(groups, awsClients(fleetOf(launch).aws.region), launch.say);
  return true;
}

async function plan(
  launch: Launch,
  { plan, hasVariables, approved }: ApplyArguments,
  more: readonly string[],
  planFile: string,
): Promise<Planned> {
  const result = await runTerraform(launch, {
    args: ['plan', '-input=false', '-detailed-exitcode', `-out=${planFile}`, ...plan, ...more],
    log: 'plan',
    shown: approved || !hasVariables,
    env: { ...process.env, TF_IN_AUTOMATION: '1' },
  });
  launch.interrupts.signal.throwIfAborted();
  if (result.code === 0) return { kind: 'no changes' };
  if (result.code === 2) return { kind: 'changes', json: await showPlan(launch, planFile) };
  await explain(launch, result);
  return { kind: 'failed', code: result.code };
}

/** What a saved plan changes, as JSON. */
async function showPlan({ terraform, interrupts }: Launch, planFile: string): Promise<string> {
  try {
    const options = { maxBuffer: 512 * 1024 * 1024 };
    return (await promisify(execFile)(terraform, ['show', '-json', planFile], options)).stdout;
  } catch (error) {
    // An interrupt of the terminal reaches this Terraform too, and before it is noticed here.
    await setImmediate();
    interrupts.signal.throwIfAborted();
    throw new Error(`The plan ${planFile} can't be read, so nothing was changed: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** A plan can hold what is not for others to read. */
function reservePlan(data: string, planFile: string): void {
  mkdirSync(data, { recursive: true });
  closeSync(openSync(planFile, 'w', 0o600));
  process.once('exit', () => rmSync(planFile, { force: true }));
}

/** Asks in Terraform's words, for which cdktf waits (https://developer.hashicorp.com/terraform/cli/commands/apply). */
async function isApproved(launch: Launch): Promise<boolean> {
  launch.interrupts.signal.throwIfAborted();
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
