import type { Key, Manifest } from './manifest';

/** What a HelmRelease would install. */
export type Rendering =
  | {
      readonly objects: readonly Manifest[];
      /** The name in the chart itself. */
      readonly chart: string;
      /** Why Flux may install something else. @default - it installs this */
      readonly doubt?: string;
    }
  | { readonly unknown: string };

/** What HelmReleases whose chart or values change would install, by their key. */
export interface Renderings {
  /** Before the change. Empty where the cluster tells. */
  readonly before: ReadonlyMap<Key, Rendering>;
  readonly after: ReadonlyMap<Key, Rendering>;
}
