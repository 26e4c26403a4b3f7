import { milliseconds } from '../../lib/validation/duration';
import { FluxCluster } from '../cluster/flux-cluster';
import { operatorName } from '../cluster/flux-objects';
import { OperatorInGit } from '../cluster/operator-in-git';
import { lookUntil } from '../cluster/poll';
import { connectionFromSettings, readSetting, type Settings } from '../cluster/settings';
import { freeRelease } from '../recovery/helm-release';
import { runProgram } from './program';

const setting: Settings<'take-flux-back'> = readSetting;

/**
 * Takes the Flux Operator's release back from Git: waits until Flux no longer applies its HelmRelease, then deletes that
 * without uninstalling the operator. For the FluxInstance, removing it from Git is enough.
 */
async function takeFluxBack(): Promise<void> {
  const cluster = new FluxCluster(connectionFromSettings());
  const namespace = setting('FLUX_NAMESPACE');
  const operator = new OperatorInGit(cluster, namespace);
  let inGit = false;
  await waitUntilNone('1m', async () => {
    inGit = (await operator.objects()).length > 0;
    return undefined;
  });
  if (!inGit) {
    console.log('Flux has no HelmRelease for its operator. There is nothing to take back.');
    return;
  }

  const timeout = setting('FLUX_READY_TIMEOUT');
  await waitUntilNone(timeout, async () => {
    const path = await operator.appliedFrom();
    return (
      path && `Git still has flux-system in ${path}/kustomization.yaml. Remove it there, commit and push.`
    );
  });
  await operator.delete();
  await waitUntilNone(timeout, async () => {
    const kinds = (await operator.objects()).map(({ kind }) => kind);
    return kinds.length === 0
      ? undefined
      : `Waiting for Flux to release its ${kinds.join(', ')}. The operator stays.`;
  });
  const release = { namespace, name: operatorName };
  // Nobody finishes what the helm-controller may have begun: Helm would refuse to upgrade the release.
  await freeRelease(
    { cluster, say: (line) => console.log(`Helm release ${operatorName}: ${line}`) },
    release,
  );
  console.log('Git no longer upgrades the Flux Operator: Terraform owns its release.');
}

/**
 * Waits until nothing is in the way, and prints each new obstacle.
 *
 * @throws Error with the last obstacle when time is up
 */
async function waitUntilNone(timeout: string, hindrance: () => Promise<string | undefined>): Promise<void> {
  let shown: string | undefined;
  const look = async () => {
    const found = await hindrance();
    if (found !== undefined && found !== shown) console.log(found);
    shown = found;
    return found;
  };
  const { done, seen, unreadable } = await lookUntil(
    milliseconds(timeout),
    look,
    (found) => found === undefined,
  );
  if (!done) throw new Error(`After ${timeout}: ${unreadable === '' ? seen : unreadable}`);
}

runProgram({
  work: takeFluxBack,
  left: 'Git may still own the Flux Operator.',
  failure: 'Could not take the Flux Operator back from Git. ',
});
