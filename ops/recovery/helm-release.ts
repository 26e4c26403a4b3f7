import { reasonOf } from '../cluster/api-error';
import type { FluxCluster } from '../cluster/flux-cluster';
import { lookUntil } from '../cluster/poll';
import {
  type HelmRevision,
  isUnchanged,
  markFailed,
  newestRevision,
  type ReleaseName,
} from './helm-revision';
import { type PlannedRelease, plannedReleases } from './planned-releases';

/** How long to wait for a Helm that may still be working on a release, in milliseconds. */
const patienceMilliseconds = 30_000;

/** Statuses of an operation that Helm has started. Helm refuses an upgrade while the newest revision has one of them. */
const unfinished: readonly string[] = [
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
  'uninstalling',
];

export interface FreeReleaseProps {
  readonly cluster: FluxCluster;
  /** Receives a line for each release that needs something, and for each that could not be read. */
  readonly say: (line: string) => void;
  /** @default - it can't be aborted */
  readonly signal?: AbortSignal;
  /** @default 30000 */
  readonly patienceMilliseconds?: number;
}

export interface RecoverReleasesProps extends FreeReleaseProps {
  /** What `terraform show -json <plan file>` writes. */
  readonly planJson: string;
  /** Runs Terraform in the stack's folder to its end, whatever happens, and gives its exit code. */
  readonly terraform: (...args: readonly string[]) => Promise<number>;
  readonly signal: AbortSignal;
}

/**
 * Prepares the Helm releases that a plan changes for an upgrade in place, whatever an earlier run left behind. No other run of
 * Terraform may be working on them. A release that can't be read is left to the deploy, which may then fail.
 *
 * @returns whether the plan must be made again
 * @throws the reason of the signal
 */
export async function recoverReleases(props: RecoverReleasesProps): Promise<boolean> {
  let hasChanged = false;
  for (const release of plannedReleases(props.planJson)) {
    props.signal.throwIfAborted();
    const say = (text: string) => props.say(`Helm release ${release.name}: ${text}`);
    try {
      if (await freeRelease({ ...props, say }, release)) hasChanged = true;
    } catch (error) {
      props.signal.throwIfAborted();
      say(`not known whether it needs to be recovered. ${reasonOf(error)}`);
    }
    if (!release.mustBeTakenInAgain) continue;
    await takeInAgain({ ...props, say }, release);
    hasChanged = true;
  }
  return hasChanged;
}

/**
 * Frees a release from an interrupted operation that nobody will finish: marks its newest revision failed, as Helm itself does
 * after an error. An upgrade continues from there, even from a first revision that was never deployed. Thanks to the revision it
 * knows every object that the interrupted operation may have created. Releases of Flux's helm-controller are left to it.
 *
 * @returns whether the release may have changed since the plan was made
 */
export async function freeRelease(props: FreeReleaseProps, release: ReleaseName): Promise<boolean> {
  const { cluster, say, signal, patienceMilliseconds: patience = patienceMilliseconds } = props;
  const found = await newestRevision(cluster, release);
  if (found === undefined || !isUnfinished(found)) return false;
  const state = `revision ${found.number} is ${found.status}`;
  if (await isOwnedByFlux(cluster, release)) {
    say(`${state}. It is left to Flux, which has a HelmRelease for it.`);
    return false;
  }
  say(`${state}. Waiting up to ${patience / 1000} s in case a Helm still works on it.`);
  const { done, seen } = await lookUntil(
    patience,
    () => newestRevision(cluster, release),
    (current) => !isUnchanged(found, current),
    signal,
  );
  if (!done) {
    await markFailed(cluster, found, `Interrupted: it was ${found.status}, and nobody was left to finish it`);
    say('Nobody is working on it. It was marked failed, so that this deploy upgrades it in place.');
  } else if (seen === undefined) say('It is uninstalled now.');
  else if (isUnfinished(seen))
    say(`Revision ${seen.number} is ${seen.status}: another Helm is working on it, so it is left as it is.`);
  else say(`Revision ${seen.number} is ${seen.status} now.`);
  return true;
}

/**
 * Imports a release that is already in the state, so that it is upgraded in place. Otherwise Terraform would replace it, deleting
 * the custom resource definitions and all that Flux applied, or would fail on the metadata of the new revision.
 */
async function takeInAgain({ terraform, say }: RecoverReleasesProps, release: PlannedRelease): Promise<void> {
  const { address, namespace, name } = release;
  if ((await terraform('state', 'rm', address)) !== 0) return;
  const code = await terraform('import', '-input=false', address, `${namespace}/${name}`);
  say(
    code === 0
      ? 'It was imported into the state again, so that Terraform upgrades it in place.'
      : 'It could not be imported again. Terraform plans to create it, and Helm then upgrades it in place.',
  );
}

function isUnfinished({ status }: HelmRevision): boolean {
  return unfinished.includes(status);
}

async function isOwnedByFlux(cluster: FluxCluster, { namespace, name }: ReleaseName): Promise<boolean> {
  const apiVersion = 'helm.toolkit.fluxcd.io/v2';
  return (await cluster.read({ apiVersion, kind: 'HelmRelease', namespace, name })) !== undefined;
}
