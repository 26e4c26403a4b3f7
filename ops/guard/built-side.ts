import type { Build } from './build';
import type { Revision } from './revision';
import type { SyncedSource } from './sources';
import type { FindConfig } from './variables';

/** What Flux builds from a revision, with what it was built from. */
export interface BuiltSide {
  readonly build: Build;
  readonly revision: Revision;
  readonly source: SyncedSource;
  /** Finds what is not in the build. */
  readonly findConfig: FindConfig;
}
