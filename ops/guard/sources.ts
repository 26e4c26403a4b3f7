import type { Build } from './build';
import { describeId, groupsOfSources, idOf, type Manifest } from './manifest';

/** The source that Flux syncs: the repository of this checkout. */
export interface SyncedSource {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly url: string;
  /** The branch or tag. */
  readonly ref: string;
}

/** Where a Kustomization gets its manifests from. */
export interface FoundSource {
  /** `Kind/namespace/name`. */
  readonly name: string;
  /** Whether it is this repository. */
  readonly isSynced: boolean;
  /** @default - no revision builds it */
  readonly manifest?: Manifest;
}

/** Finds the source of a Kustomization: the synced one, or another one of the same repository and branch. */
export function sourceOf({ metadata, spec }: Manifest, synced: SyncedSource, build: Build): FoundSource {
  const reference = (spec?.sourceRef ?? {}) as { kind?: string; name?: string; namespace?: string };
  const { kind = '', name = '', namespace = metadata.namespace ?? '' } = reference;
  const described = describeId({ group: '', kind, namespace, name });
  if (described === describeId({ group: '', ...synced })) return { name: described, isSynced: true };
  const manifest = [...build.values()]
    .flatMap(({ objects = [] }) => objects)
    .find((object) => groupsOfSources.includes(idOf(object).group) && describeId(idOf(object)) === described);
  return { name: described, isSynced: manifest !== undefined && isSameAs(manifest, synced), manifest };
}

function isSameAs({ kind, spec = {} }: Manifest, synced: SyncedSource): boolean {
  const { branch, name } = (spec.ref ?? {}) as { branch?: string; name?: string };
  const isWhole =
    spec.ignore === undefined && spec.include === undefined && spec.sparseCheckout === undefined;
  const ref = name ?? (branch === undefined ? undefined : `refs/heads/${branch}`);
  return kind === synced.kind && spec.url === synced.url && ref === synced.ref && isWhole;
}
