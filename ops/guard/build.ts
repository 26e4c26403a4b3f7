import type { Capabilities } from './helm-cli';
import type { RecordedRelease } from './helm-storage';
import type { Key, Manifest } from './manifest';

/** What one object of Flux applies. */
export interface Applied {
  /** The Kustomization or ResourceSet. */
  readonly applier: Manifest;
  /** What it applies. @default - not known */
  readonly objects?: readonly Manifest[];
  /** Why that is not known, or only in part. @default - it is known */
  readonly unknown?: string;
  /** Whether Flux can't build it, and so does nothing. @default false */
  readonly isFailing?: boolean;
  /** Whether everything that it applied may go, as nothing is known of what it will apply. @default false */
  readonly mayLoseAll?: boolean;
  /** What decides what it applies, where that is not in the revision: equal in two builds if it applies the same. @default '' */
  readonly fingerprint?: string;
  /**
   * What it applies from the new revision before its own change reaches it: Flux reconciles it as soon as there is a new
   * revision, and so does what changes it. @default - it does not change, or is not built then
   */
  readonly transition?: { readonly applier: Manifest; readonly objects: readonly Manifest[] };
  /** The content of the charts that are folders of the revision, by the key of the HelmRelease. @default none */
  readonly charts?: ReadonlyMap<Key, string>;
}

/** What Flux would build from one revision, by the object that applies it. */
export type Build = ReadonlyMap<Key, Applied>;

/** What Flux finds in a cluster. */
export interface LiveState {
  readonly objects: ReadonlyMap<Key, Manifest>;
  /** Kinds whose objects could not be read, as `group/kind`. */
  readonly unreadable: ReadonlySet<string>;
  /** What Helm recorded of a release, by the key of the HelmRelease, where its Secret could be read. */
  readonly releases: ReadonlyMap<Key, RecordedRelease>;
  /** @default - not known */
  readonly capabilities?: Capabilities;
  /** The revision that the root applied last, for example `main@sha1:1a2b…`. @default - not known */
  readonly revision?: string;
}
