import { compareVersions, minorOf, parseVersion, type Version } from '../validation/version';

/**
 * The newest Flux that each release of the operator can install, from the folders of `config/data/flux` in its repository
 * (https://github.com/controlplaneio-fluxcd/flux-operator), each since the first release that has it. A release keeps
 * what earlier ones had.
 */
const newestFluxSince: readonly (readonly [operator: string, flux: string])[] = [
  ['0.1.0', '2.3.0'],
  ['0.10.0', '2.4.0'],
  ['0.15.0', '2.5.0'],
  ['0.16.0', '2.5.1'],
  ['0.21.0', '2.6.0'],
  ['0.22.0', '2.6.1'],
  ['0.23.0', '2.6.2'],
  ['0.24.0', '2.6.4'],
  ['0.30.0', '2.7.0'],
  ['0.31.0', '2.7.1'],
  ['0.32.0', '2.7.2'],
  ['0.33.0', '2.7.3'],
  ['0.34.0', '2.7.4'],
  ['0.35.0', '2.7.5'],
  ['0.42.0', '2.8.0'],
  ['0.43.0', '2.8.1'],
  ['0.44.0', '2.8.2'],
  ['0.45.0', '2.8.3'],
  ['0.46.0', '2.8.5'],
  ['0.48.0', '2.8.6'],
  ['0.49.0', '2.8.7'],
  ['0.50.0', '2.8.8'],
  ['0.53.0', '2.9.0'],
  ['0.54.0', '2.9.1'],
  ['0.55.0', '2.9.2'],
  ['0.56.0', '2.9.3'],
  ['0.58.0', '2.9.4'],
  ['0.59.0', '2.9.5'],
];

/** The newest Flux that a release of the operator is known to ship. */
export function newestFluxOf(operator: Version): Version {
  const known = newestFluxSince.filter(([since]) => compareVersions(parseVersion(since), operator) <= 0);
  return parseVersion((known.at(-1) ?? newestFluxSince[0]!)[1]);
}

/** The first release of the operator known to ship a version of Flux; undefined if there is none. */
export function firstOperatorWith(flux: Version): string | undefined {
  return newestFluxSince.find(([, newest]) => installs(parseVersion(newest), flux))?.[0];
}

/** Whether a release whose newest Flux is given can install another version of Flux. */
export function installs(newest: Version, flux: Version): boolean {
  return flux.patch === undefined
    ? newest.major === flux.major && newest.minor >= flux.minor
    : compareVersions(flux, newest) <= 0;
}

/**
 * The release or releases that the version of a FluxInstance stands for: `2.x` is the newest minor release that the operator
 * ships, even if an artifact has newer ones (`MatchVersionWithEmbedded` of the operator).
 *
 * @throws RangeError if the text is no version
 */
export function fluxVersion(text: string, operator: Version): Version {
  const [, major, minor] = /^v?(\d+)\.(\d+|x)(?:\.x)?$/.exec(text) ?? [];
  if (major === undefined) return parseVersion(text);
  const newest = newestFluxOf(operator);
  return {
    major: Number(major),
    minor: minor === 'x' ? newest.minor : Number(minor),
    text: text.replace(/^v/, ''),
  };
}

/** Whether a version is a range that moves to the next minor release with the operator. */
export function isOpen(flux: Version): boolean {
  return !flux.text.startsWith(minorOf(flux));
}

/** A version as text, with the minor release that `2.x` stands for. */
export function describeFlux(flux: Version): string {
  return isOpen(flux) ? `${flux.text} (${minorOf(flux)})` : flux.text;
}

/** From "Kubernetes compatibility" in the notes of each first release, for example https://github.com/fluxcd/flux2/releases/tag/v2.9.0. */
const kubernetes: Readonly<Record<string, readonly [oldest: string, newest: string]>> = {
  '2.6': ['1.31', '1.33'],
  '2.7': ['1.32', '1.34'],
  '2.8': ['1.33', '1.35'],
  '2.9': ['1.34', '1.36'],
};

/** The versions of Kubernetes for which upstream supports a release of Flux; undefined if they are not known. */
export function kubernetesFor(
  flux: Version,
): { readonly oldest: string; readonly newest: string } | undefined {
  const known = kubernetes[minorOf(flux)];
  return known && { oldest: known[0], newest: known[1] };
}

/** Whether upstream supports a release of Flux on a version of Kubernetes, for example `1.36`; undefined if that is not known. */
export function runsOn(flux: Version, version: string): boolean | undefined {
  const range = kubernetesFor(flux);
  const minor = (text: string) => Number(text.split('.')[1]);
  return range && minor(range.oldest) <= minor(version) && minor(version) <= minor(range.newest);
}
