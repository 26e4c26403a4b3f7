import { compareVersions, minorOf, parseVersion, type Version } from '../../../lib/validation/version';

/** What a minor release of Flux does otherwise than the one before, with manifests that stay as they are. */
const changes: Readonly<Record<string, readonly string[]>> = {
  // https://github.com/fluxcd/helm-controller/blob/v1.5.0/CHANGELOG.md
  '2.8': [
    'Helm 4 installs new HelmReleases by server-side apply; existing ones keep client-side apply until spec.upgrade.serverSideApply: enabled.',
    'kstatus decides whether what a release installed is ready, every 5 s, where Helm looked every 2 s. spec.waitStrategy.name: legacy keeps the old way.',
  ],
  // https://github.com/fluxcd/kustomize-controller/blob/v1.9.0/CHANGELOG.md and those of the helm- and notification-controller
  '2.9': [
    'A ${VARIABLE} without a value and without a default is an error of its Kustomization. Before, it became empty text.',
    'Post-renderers get the hooks of a chart too (spec.postRenderStrategy: nohooks keeps them away).',
    'Receivers of type gcr need the keys email and audience in their Secret.',
  ],
};

/** What changes on the way from one release of Flux to another, one line each, with the release that changes it. */
export function behaviorChanges(from: Version, to: Version): readonly string[] {
  const isOnTheWay = (minor: string): boolean =>
    compareVersions(parseVersion(`${minor}.0`), parseVersion(`${minorOf(from)}.0`)) > 0 &&
    compareVersions(parseVersion(`${minor}.0`), parseVersion(`${minorOf(to)}.0`)) <= 0;
  return Object.entries(changes)
    .filter(([minor]) => isOnTheWay(minor))
    .flatMap(([minor, lines]) => lines.map((line) => `Flux ${minor}: ${line}`));
}

/** Whether a release of Flux refuses a variable that has neither a value nor a default. */
export function isStrict(flux: Version): boolean {
  return compareVersions({ ...flux, patch: 0 }, parseVersion('2.9.0')) >= 0;
}
