import type { FluxCluster } from '../cluster/flux-cluster';
import { lookUntil } from '../cluster/poll';
import {
  type HelmRevision,
  isUnchanged,
  markFailed,
  newestRevision,
  type ReleaseName,
} from './helm-revision';
import { plannedReleases } from './planned-releases';

/** How long a release is given to be finished by a Helm that is still at work, in milliseconds. */
const patienceMilliseconds = 30_000;

/** Statuses of an operation that Helm has begun. Helm refuses an upgrade while the newest revision has one of them. */
const unfinished: readonly string[] = [
  'pending-install',
  'pending-upgrade',
  'pending-rollback',
  'uninstalling',
];

export interface RecoverReleasesProps {
  /** What `terraform show -json <plan file>` writes. */
  readonly planJson: string;
  readonly cluster: FluxCluster;
  /** Takes a line for each release that was not as Helm leaves it, and for each that could not be looked at. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
  /** @default 30000 */
  readonly patienceMilliseconds?: number;
}

/**
 * Frees each Helm release that a plan is about to change from an operation that was cut short and that nobody will finish: the
 * newest revision is marked failed, as Helm itself does after an error. An upgrade goes on from there, also from a first revision
 * that never was deployed, and still knows every object that the interrupted one may have made; without the revision it would
 * not.
 *
 * No other run of Terraform may be at work on the releases. Those of Flux's helm-controller are left to it, and a release that
 * can't be read or changed to the deploy.
 *
 * @returns whether a release may have changed since the plan was made
 * @throws the reason of the signal
 */
export async function recoverReleases(props: RecoverReleasesProps): Promise<boolean> {
  let hasChanged = false;
  for (const release of plannedReleases(props.planJson)) {
    try {
      const found = await newestRevision(props.cluster, release);
      if (found === undefined || !isUnfinished(found)) continue;
      props.say(`Helm release ${release.name}: ${await recover(props, release, found)}`);
      hasChanged = true;
    } catch (error) {
      props.signal.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      props.say(`Helm release ${release.name}: not known whether it needs to be recovered. ${reason}`);
    }
  }
  return hasChanged;
}

/** Gives what was found and done. */
async function recover(
  { cluster, say, signal, ...props }: RecoverReleasesProps,
  release: ReleaseName,
  found: HelmRevision,
): Promise<string> {
  const state = `revision ${found.number} is ${found.status}`;
  if (await isOwnedByFlux(cluster, release))
    return `${state}. It is left to Flux, which has a HelmRelease for it.`;
  const patience = props.patienceMilliseconds ?? patienceMilliseconds;
  say(
    `Helm release ${release.name}: ${state}. Waiting up to ${patience / 1000} s in case a Helm still works on it.`,
  );
  const { done, seen } = await lookUntil(
    patience,
    () => newestRevision(cluster, release),
    (current) => !isUnchanged(found, current),
    signal,
  );
  if (done) {
    if (seen === undefined) return 'another Helm has uninstalled it meanwhile.';
    const now = `revision ${seen.number} is ${seen.status} now`;
    return isUnfinished(seen) ? `${now}: another Helm works on it, so it is left as it is.` : `${now}.`;
  }
  await markFailed(cluster, found, `Interrupted: it was ${found.status}, and nobody was left to finish it`);
  return `${state} and nobody works on it. It was marked failed, so that this deploy upgrades it in place.`;
}

function isUnfinished({ status }: HelmRevision): boolean {
  return unfinished.includes(status);
}

async function isOwnedByFlux(cluster: FluxCluster, release: ReleaseName): Promise<boolean> {
  const apiVersion = 'helm.toolkit.fluxcd.io/v2';
  return (await cluster.read({ apiVersion, kind: 'HelmRelease', ...release })) !== undefined;
}
