import { execa } from 'execa';
import { codeIn, shellEnvironment } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';
import { everythingReady, seconds } from './cluster';

/** The stacks of Flux. */
export const fluxStacks = ['flux-operator', 'flux-instance'] as const;

/**
 * Variables that are set for a command besides those of the sandbox's shell: another fleet or other overrides, and
 * secrets.
 */
export type Variables = Readonly<Record<string, string>>;

/** How a command of cdktf ended, with everything that it wrote. */
interface CdktfResult {
  readonly failed: boolean;
  readonly output: string;
}

/** Runs cdktf in the sandbox. */
export async function tryCdktf(args: readonly string[], variables: Variables = {}): Promise<CdktfResult> {
  const { failed, all } = await execa('cdktf', args, {
    cwd: checkout,
    env: { ...shellEnvironment(), ...variables },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  return { failed, output: all };
}

async function cdktf(args: readonly string[], variables?: Variables): Promise<string> {
  const { failed, output } = await tryCdktf(args, variables);
  if (failed) throw new CdktfError(args, output);
  return output;
}

class CdktfError extends Error {
  constructor(args: readonly string[], output: string) {
    super(`"cdktf ${args.join(' ')}" failed:\n${output.split('\n').slice(-40).join('\n')}`);
  }
}

/** Removes Flux and its operator as a user does. */
export async function destroyFlux(variables?: Variables): Promise<void> {
  await cdktf(['destroy', ...fluxStacks], variables);
}

/** Installs operator and Flux as a user does, who confirms what the guard foretells. */
export async function deployFlux(variables?: Variables): Promise<void> {
  const args = ['deploy', ...fluxStacks];
  const first = await tryCdktf(args, variables);
  if (!first.failed) return;
  const code = codeIn(first.output);
  if (code === undefined) throw new CdktfError(args, first.output);
  await cdktf(args, { ...variables, INFRA_FLEET_ALLOW_PRUNE: code });
}

/** The stacks of Flux that have something to change, with their plans. */
export async function pendingChanges(variables?: Variables): Promise<string[]> {
  const pending: string[] = [];
  for (const stack of fluxStacks) {
    const plan = await cdktf(['diff', stack], variables);
    if (!plan.includes('No changes.')) pending.push(`${stack}:\n${plan}`);
  }
  return pending;
}

/**
 * Bootstraps Flux on a cluster without it while something goes wrong.
 *
 * @param meanwhile begins beside the deploy
 * @returns seconds from the begin of the deploy until everything is Ready
 */
export async function bootstrap(meanwhile: () => Promise<unknown>): Promise<number> {
  await destroyFlux();
  return await seconds(async () => {
    await Promise.all([deployFlux(), meanwhile()]);
    await everythingReady(180);
  });
}
