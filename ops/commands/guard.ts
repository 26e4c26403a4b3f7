import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { FleetConfig } from '../../lib/fleet/schema';
import { fleetNamed } from '../cluster/fleet-cluster';
import { readOptions } from '../command-line';
import { unsetVariablesOf } from '../gitops/fleet-variables';
import { folderTree } from '../gitops/source-tree';
import { fleetAt } from '../guard/fleet-revision';
import { judgeChange, revisionOf } from '../guard/guarded-change';
import { judgePlan } from '../guard/guarded-plan';
import * as verdicts from '../guard/verdict';
import { UsageError } from '../usage-error';

const usage =
  'ops guard (--from REVISION [--to REVISION] | --plan FILE) [--markdown FILE] [--json FILE] [--fleet NAME]';

const options = {
  plan: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  markdown: { type: 'string' },
  json: { type: 'string' },
  fleet: { type: 'string' },
} as const;

/**
 * `ops guard`: what a change in Git, or a Terraform plan, would make Flux delete. Exit code 0: nothing. 2: what it lists. 3: not
 * known.
 */
export async function guard(args: readonly string[]): Promise<number> {
  const { plan, from, to = 'HEAD', markdown, json, fleet: name } = readOptions(args, options, usage);
  const isEither = (plan === undefined) !== (from === undefined);
  if (!isEither || (plan !== undefined && args.some((word) => /^--to(=|$)/.test(word)))) {
    throw new UsageError(`ops guard checks either a plan or two Git revisions.\nUsage: ${usage}`);
  }
  const fleet = fleetNamed(name);
  const verdict =
    from === undefined ? await judgePlan(readPlan(plan!), fleet) : await judgeRevisions(fleet, from, to);
  if (markdown !== undefined) appendFileSync(markdown, verdicts.describeInMarkdown(verdict));
  if (json !== undefined) writeFileSync(json, verdicts.describeInJson(verdict));
  return tell(verdict);
}

/** `ops guard --plan`, for a plan in memory. @param json what `terraform show -json <plan file>` writes */
export async function guardPlan(json: string, fleet: FleetConfig): Promise<number> {
  return tell(await judgePlan(json, fleet));
}

async function judgeRevisions(fleet: FleetConfig, from: string, to: string): Promise<verdicts.Verdict> {
  const [before, after] = [from, to].map((name) => revisionOf(fleet, name)) as [
    ReturnType<typeof revisionOf>,
    ReturnType<typeof revisionOf>,
  ];
  const verdict = await judgeChange({
    fleet,
    change: `From ${from} to ${to}`,
    from: { revision: before, flux: fleetAt(fleet, before) },
    to: { revision: after, flux: fleetAt(fleet, after) },
  });
  const { faults, unknowns } = unsetVariablesOf(fleet, folderTree(after.folder));
  return {
    ...verdict,
    refusals: [...verdict.refusals, ...faults.map((fault) => `Refused: ${fault}`)],
    unknowns: [...verdict.unknowns, ...unknowns],
  };
}

/** Writes a verdict, and gives the exit code: 0 also for a list that is confirmed. */
function tell(verdict: verdicts.Verdict): number {
  const code = verdicts.exitCodeOf(verdict);
  const lines = verdicts.describe(verdict);
  if (code === verdicts.exitCodes.nothing) {
    console.log(lines.join('\n'));
    return code;
  }
  const given = process.env[verdicts.confirmation];
  console.error(lines.join('\n'));
  if (verdicts.isConfirmed(verdict, given)) {
    console.error(`Confirmed by ${verdicts.confirmation}=${given}.`);
    return verdicts.exitCodes.nothing;
  }
  const wrong = verdicts.wrongConfirmation(verdict, given);
  for (const line of [...(wrong === undefined ? [] : [wrong]), ...verdicts.remedy(verdict)])
    console.error(line);
  return code;
}

function readPlan(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`ops guard: ${(error as Error).message}\nUsage: ${usage}`);
  }
}
