import { execa } from 'execa';
import { checkout } from '../../support/synth';
import { everythingReady, seconds, shellEnvironment } from './cluster';

async function cdktf(...args: string[]): Promise<void> {
  const { failed, all } = await execa('cdktf', args, {
    cwd: checkout,
    env: shellEnvironment(),
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  if (failed) throw new Error(`"cdktf ${args.join(' ')}" failed:\n${all.split('\n').slice(-40).join('\n')}`);
}

/** Removes Flux and its operator as a user does. */
export async function destroyFlux(): Promise<void> {
  await cdktf('destroy', 'flux-operator', 'flux-instance');
}

/** Installs operator and Flux as a user does. */
export async function deployFlux(): Promise<void> {
  await cdktf('deploy', 'flux-operator', 'flux-instance');
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
