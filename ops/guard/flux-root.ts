import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fluxNamespace } from '../../lib/flux/namespace';
import type { FluxCli } from './flux-cli';
import { isKustomization, type Manifest } from './manifest';
import type { SyncedSource } from './sources';

/** What the operator makes of a FluxInstance: the source that Flux syncs, and the Kustomization at the root. */
export interface FluxRoot {
  readonly source: SyncedSource;
  readonly kustomization: Manifest;
}

/** What of a FluxInstance decides what Flux applies. */
export interface FluxSpec {
  readonly components: readonly string[];
  readonly sync: {
    readonly kind: string;
    readonly url: string;
    readonly ref: string;
    readonly path: string;
    /** @default the namespace */
    readonly name?: string;
  };
  readonly kustomize: {
    readonly patches: readonly { readonly target?: { readonly kind?: string }; readonly patch: string }[];
  };
}

/**
 * The root of a FluxInstance (https://fluxoperator.dev/docs/crd/fluxinstance/#sync-configuration), with its patches applied.
 *
 * @param scratch a folder for temporary files
 * @throws BuildError if the patches can't be applied
 */
export async function fluxRoot(spec: FluxSpec, cli: FluxCli, scratch: string): Promise<FluxRoot> {
  const { kind, url, ref, path, name = fluxNamespace } = spec.sync;
  const source = { kind, name, namespace: fluxNamespace, url, ref };
  const plain: Manifest = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: fluxNamespace },
    spec: { interval: '10m0s', path, prune: true, sourceRef: { kind, name } },
  };
  const folder = join(scratch, 'root');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'sync.yaml'), JSON.stringify(plain));
  const patches = spec.kustomize.patches.filter(({ target }) => target?.kind === 'Kustomization');
  const patching = { ...plain, spec: { ...plain.spec, patches } };
  const built = await cli.build(patching, folder, '.');
  const root = built.find(isKustomization) ?? plain;
  // The build labels everything as applied by the Kustomization; the operator applies this one.
  return { source, kustomization: { ...plain, spec: root.spec } };
}
