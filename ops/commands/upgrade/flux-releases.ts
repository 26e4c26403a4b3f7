import { compareVersions, parseVersion, type Version } from '../../../lib/validation/version';

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
