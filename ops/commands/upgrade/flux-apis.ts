import { compareVersions, parseVersion, type Version } from '../../../lib/validation/version';

/** The versions in which one kind of Flux is served, by the releases that changed them. */
interface ServedVersions {
  readonly group: string;
  readonly kind: string;
  /** By minor release of Flux; the first version is the one in which objects are stored. */
  readonly since: Readonly<Record<string, readonly [string, ...string[]]>>;
}

/**
 * From the custom resource definitions of Flux 2.2 to 2.9, as the operator 0.59.0 installs them (`config/data/flux` in
 * https://github.com/controlplaneio-fluxcd/flux-operator).
 */
const servedVersions: readonly ServedVersions[] = [
  {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    since: {
      '2.2': ['v2beta2', 'v2beta1'],
      '2.3': ['v2', 'v2beta1', 'v2beta2'],
      '2.7': ['v2', 'v2beta2'],
      '2.8': ['v2'],
    },
  },
  {
    group: 'image.toolkit.fluxcd.io',
    kind: 'ImagePolicy',
    since: { '2.2': ['v1beta2', 'v1beta1'], '2.7': ['v1', 'v1beta2'], '2.9': ['v1'] },
  },
  {
    group: 'image.toolkit.fluxcd.io',
    kind: 'ImageRepository',
    since: { '2.2': ['v1beta2', 'v1beta1'], '2.7': ['v1', 'v1beta2'], '2.9': ['v1'] },
  },
  {
    group: 'image.toolkit.fluxcd.io',
    kind: 'ImageUpdateAutomation',
    since: { '2.2': ['v1beta1'], '2.3': ['v1beta2', 'v1beta1'], '2.7': ['v1', 'v1beta2'], '2.9': ['v1'] },
  },
  {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    since: { '2.2': ['v1', 'v1beta1', 'v1beta2'], '2.7': ['v1', 'v1beta2'], '2.8': ['v1'] },
  },
  {
    group: 'notification.toolkit.fluxcd.io',
    kind: 'Alert',
    since: { '2.2': ['v1beta3', 'v1beta1', 'v1beta2'], '2.7': ['v1beta3', 'v1beta2'], '2.9': ['v1beta3'] },
  },
  {
    group: 'notification.toolkit.fluxcd.io',
    kind: 'Provider',
    since: { '2.2': ['v1beta3', 'v1beta1', 'v1beta2'], '2.7': ['v1beta3', 'v1beta2'], '2.9': ['v1beta3'] },
  },
  {
    group: 'notification.toolkit.fluxcd.io',
    kind: 'Receiver',
    since: { '2.2': ['v1', 'v1beta1', 'v1beta2'], '2.7': ['v1', 'v1beta2'], '2.9': ['v1'] },
  },
  { group: 'source.extensions.fluxcd.io', kind: 'ArtifactGenerator', since: { '2.7': ['v1beta1'] } },
  {
    group: 'source.toolkit.fluxcd.io',
    kind: 'Bucket',
    since: {
      '2.2': ['v1beta2', 'v1beta1'],
      '2.4': ['v1', 'v1beta1', 'v1beta2'],
      '2.7': ['v1', 'v1beta2'],
      '2.8': ['v1'],
    },
  },
  { group: 'source.toolkit.fluxcd.io', kind: 'ExternalArtifact', since: { '2.7': ['v1'] } },
  {
    group: 'source.toolkit.fluxcd.io',
    kind: 'GitRepository',
    since: { '2.2': ['v1', 'v1beta1', 'v1beta2'], '2.7': ['v1', 'v1beta2'], '2.8': ['v1'] },
  },
  {
    group: 'source.toolkit.fluxcd.io',
    kind: 'HelmChart',
    since: {
      '2.2': ['v1beta2', 'v1beta1'],
      '2.3': ['v1', 'v1beta1', 'v1beta2'],
      '2.7': ['v1', 'v1beta2'],
      '2.8': ['v1'],
    },
  },
  {
    group: 'source.toolkit.fluxcd.io',
    kind: 'HelmRepository',
    since: {
      '2.2': ['v1beta2', 'v1beta1'],
      '2.3': ['v1', 'v1beta1', 'v1beta2'],
      '2.7': ['v1', 'v1beta2'],
      '2.8': ['v1'],
    },
  },
  {
    group: 'source.toolkit.fluxcd.io',
    kind: 'OCIRepository',
    since: { '2.2': ['v1beta2'], '2.6': ['v1', 'v1beta2'], '2.8': ['v1'] },
  },
];

/** The API of one kind in one release of Flux. */
export interface FluxApi {
  readonly group: string;
  readonly kind: string;
  /** The version in which objects are stored. */
  readonly storage: string;
  readonly served: readonly string[];
}

/** What one release of Flux serves. A release newer than the known ones counts as the newest known one. */
export function apisOf(flux: Version): readonly FluxApi[] {
  return servedVersions.flatMap(({ group, kind, since }) => {
    const known = Object.entries(since).filter(([minor]) => isReached(flux, minor));
    const served = known.at(-1)?.[1];
    return served === undefined ? [] : [{ group, kind, storage: served[0], served }];
  });
}

function isReached(flux: Version, minor: string): boolean {
  return compareVersions(parseVersion(`${minor}.0`), { ...flux, patch: 0 }) <= 0;
}
