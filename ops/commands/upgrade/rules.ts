import {
  describeFlux,
  firstOperatorWith,
  installs,
  isOpen,
  kubernetesFor,
  newestFluxOf,
  runsOn,
} from '../../../lib/flux/flux-releases';
import { compareVersions, minorOf, type Version } from '../../../lib/validation/version';

/** The two versions of one cluster. */
export interface Versions {
  readonly operator: Version;
  readonly flux: Version;
}

export interface UpgradeRequest {
  /** What Git says now. */
  readonly from: Versions;
  /** What it is to say. */
  readonly to: Versions;
  /** What the cluster runs; undefined if it could not be read. */
  readonly running?: Partial<Versions>;
  /** The version of Kubernetes that the fleet has, for example `1.36`. */
  readonly kubernetes: string;
  /** Whether Flux itself applies both files, at the same time. */
  readonly ownedByGit: boolean;
  /** Whether the operator takes newer patch releases of Flux from an artifact than it ships. */
  readonly hasArtifact: boolean;
}

/** Why an upgrade is refused: for each reason, what is wrong, what is allowed and what to do. */
export function refusals(request: UpgradeRequest): readonly string[] {
  return [
    ...downgrade('operator', request.from.operator, request.to.operator),
    ...downgrade('Flux', request.from.flux, request.to.flux),
    ...jump(request),
    ...unknownToOperator(request),
    ...bothAtOnce(request),
    ...notForKubernetes(request),
  ];
}

function downgrade(what: string, from: Version, to: Version): readonly string[] {
  return compareVersions(to, from) < 0
    ? [
        `${what}: ${to.text} is older than ${from.text}. Allowed: ${from.text} or newer. ` +
          'Custom resources are not converted back; restore a backup into a new cluster instead.',
      ]
    : [];
}

function jump({ from, to, running }: UpgradeRequest): readonly string[] {
  const starts = [from.flux, running?.flux].filter((version) => version !== undefined);
  const oldest = starts.sort(compareVersions)[0]!;
  if (to.flux.major === oldest.major && to.flux.minor <= oldest.minor + 1) return [];
  const next = `${oldest.major}.${oldest.minor + 1}`;
  const where = oldest === from.flux ? '' : ', which the cluster runs';
  return [
    `Flux: ${describeFlux(to.flux)} is more than one minor release from ${describeFlux(oldest)}${where}. ` +
      `Allowed: ${minorOf(oldest)} and ${next}. Upgrade to ${next} first, and deploy it.`,
  ];
}

function unknownToOperator({ to, hasArtifact }: UpgradeRequest): readonly string[] {
  const newest = newestFluxOf(to.operator);
  if (isShipped(newest, to.flux, hasArtifact)) return [];
  const first = firstOperatorWith(to.flux);
  return [
    `Flux: ${to.flux.text} is newer than what the operator ${to.operator.text} ships. ` +
      `Allowed: up to ${newest.text}. ` +
      (first === undefined
        ? 'No release of the operator is known to have it: see its release notes, and add it to lib/flux/flux-releases.ts.'
        : `Upgrade the operator first: ops upgrade --operator ${first}, or newer.`),
  ];
}

/** From an artifact the operator takes only minor releases that it ships itself (`MatchVersionWithEmbedded`). */
function isShipped(newest: Version, { patch, ...flux }: Version, hasArtifact: boolean): boolean {
  return installs(newest, hasArtifact || patch === undefined ? flux : { ...flux, patch });
}

/** If Flux applies both files, nothing keeps it from asking the operator for a version that it does not ship yet. */
function bothAtOnce({ from, to, running, ownedByGit, hasArtifact }: UpgradeRequest): readonly string[] {
  const operator = running?.operator ?? from.operator;
  if (!ownedByGit || isOpen(to.flux) || isShipped(newestFluxOf(operator), to.flux, hasArtifact)) return [];
  return [
    `Flux: ${to.flux.text} is newer than what the running operator ${operator.text} ships, and Git owns both ` +
      `(flux.owner: git). Allowed: one after the other. Push the operator alone, wait until it runs, then upgrade Flux.`,
  ];
}

function notForKubernetes({ from, to, kubernetes }: UpgradeRequest): readonly string[] {
  if (compareVersions(from.flux, to.flux) === 0 || runsOn(to.flux, kubernetes) !== false) return [];
  const { oldest, newest } = kubernetesFor(to.flux)!;
  return [
    `Flux: upstream does not support ${describeFlux(to.flux)} on Kubernetes ${kubernetes}, which the fleet has. ` +
      `Allowed: Kubernetes ${oldest} to ${newest}. Upgrade the one that is behind first.`,
  ];
}
