import { isLeftAsItIs } from './keeping';
import { isHelmRelease, isKustomization, type Manifest } from './manifest';

/** What of an object is known before a change. */
export interface Earlier {
  /** As the revision before built it. */
  readonly built?: Manifest;
  /** As it is in the cluster. */
  readonly live?: Manifest;
}

/**
 * An object as it will be in the cluster once it is applied. Flux changes only fields that a manifest has, or had: a
 * `suspend` that someone set by hand stays. What is marked to be left alone stays whole.
 */
export function effective(manifest: Manifest, { built, live }: Earlier): Manifest {
  if (isLeftAsItIs(manifest, live)) return live ?? built ?? manifest;
  if (!isKustomization(manifest) && !isHelmRelease(manifest)) return manifest;
  if (manifest.spec?.suspend !== undefined || built?.spec?.suspend !== undefined) return manifest;
  return live?.spec?.suspend === true ? { ...manifest, spec: { ...manifest.spec, suspend: true } } : manifest;
}
