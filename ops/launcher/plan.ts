import { readFileSync } from 'node:fs';
import { apiAnswers } from '../recovery/cluster-presence';
import { begin } from './earlier-runs';
import { fleetOf } from './fleet';
import type { Launch } from './launch';
import { explain } from './messages';
import { repairOfSecrets } from './secret-drift';
import { isInCluster } from './stacks';
import { runTerraform } from './terraform-run';
import { withoutImports } from './without-imports';

/**
 * `terraform plan`: while the API of the cluster does not answer, for example since the cluster was destroyed for the night, a
 * stack in the cluster is planned from its last known state, and the plan says what that leaves open.
 */
export async function plan(launch: Launch): Promise<number> {
  await begin(launch);
  if (!isInCluster(launch.stack) || saysHowToRefresh(launch.args)) return await ended(launch, launch.args);
  // Below, on the standard output: cdktf takes what a plan writes to its error output for an error.
  if (await apiAnswers(fleetOf(launch))) {
    const repair = await repairOfSecrets(launch, (line) => process.stdout.write(`${line}\n`));
    return await ended(launch, [...launch.args, ...repair]);
  }
  process.stdout.write(
    'The Kubernetes API of the cluster does not answer. This plan is made from the last known state (-refresh=false):\n' +
      'whether the cluster still matches that state is not known.\n\n',
  );
  return await withoutImports(launch.folder, async (addresses) => {
    for (const address of addresses)
      process.stdout.write(
        `What an apply would import is shown as created, unless it is in the state: ${address}\n\n`,
      );
    return await ended(launch, [...launch.args, '-refresh=false'], unknowing);
  });
}

function saysHowToRefresh(args: readonly string[]): boolean {
  return [...args, process.env.TF_CLI_ARGS_plan ?? ''].some((word) => /-refresh(=false|-only)/.test(word));
}

async function ended(
  launch: Launch,
  args: readonly string[],
  change?: (output: string) => string,
): Promise<number> {
  const result = await runTerraform(launch, { args, log: 'plan', shown: change === undefined });
  if (change !== undefined) process.stdout.write(change(readFileSync(result.log, 'utf8')));
  await explain(launch, result);
  return result.interrupted ? result.code || 130 : result.code;
}

/** Takes Terraform's claim that nothing differs out of the output of a plan that looked at nothing. */
function unknowing(output: string): string {
  return output
    .replace(/Your infrastructure matches the configuration\./, 'Nothing differs from the last known state.')
    .replace(
      /Terraform has compared your real infrastructure against your configuration\s+and found no differences, so no changes are needed\./,
      'Whether the cluster matches that state is not known: its API does not answer.',
    );
}
