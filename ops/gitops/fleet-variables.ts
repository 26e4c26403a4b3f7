import { resolve } from 'node:path';
import { loadFluxManifests } from '../../lib/fleet/load';
import type { FleetConfig } from '../../lib/fleet/schema';
import type { FluxManifests } from '../../lib/flux/manifests/flux-manifests';
import { fluxNamespace } from '../../lib/flux/namespace';
import { karpenterNames, lateNames } from '../../lib/flux/variable-names';
import { knownVariables } from '../../lib/flux/variables';
import type { Mapping } from '../../lib/validation/mapping';
import { patched } from './patch';
import { folderTree, type SourceTree } from './source-tree';
import { type UnsetVariables, unsetVariables } from './unset-variables';

const project = resolve(__dirname, '..', '..');

/** Where the repository that Flux reconciles is checked out. */
export function reconciledRepository({ flux }: FleetConfig): string {
  return resolve(project, flux.sync.checkout ?? '.');
}

/**
 * The variables without a value in what a fleet's Flux reconciles.
 *
 * @param tree default: the checkout
 * @param root the root Kustomization. Default: what the operator makes of the fleet's FluxInstance
 */
export function unsetVariablesOf(
  fleet: FleetConfig,
  tree: SourceTree = folderTree(reconciledRepository(fleet)),
  root: Mapping = rootOf(fleet),
): UnsetVariables {
  return unsetVariables(tree, root, {
    variables: {
      ...Object.fromEntries(lateNamesOf(fleet).map((name) => [name, undefined])),
      ...knownVariables(fleet),
    },
    fleetFile: `fleet/${fleet.environment}.yaml`,
  });
}

/** The variables of a fleet whose values only Terraform knows. */
export function lateNamesOf({ cluster }: FleetConfig): readonly string[] {
  return [...lateNames, ...(cluster.karpenter.enabled ? karpenterNames : [])];
}

/** The root Kustomization, with the patches of the FluxInstance (https://fluxoperator.dev/docs/crd/fluxinstance/#sync-configuration). */
export function rootOf(fleet: FleetConfig, manifests: FluxManifests = loadFluxManifests(fleet)): Mapping {
  const { sync, kustomize } = manifests.instance.spec;
  const plain: Mapping = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: fluxNamespace, namespace: fluxNamespace },
    spec: { path: sync.path, sourceRef: { kind: sync.kind, name: fluxNamespace } },
  };
  return kustomize.patches.reduce((root, { target, patch }) => patched(root, { text: patch, target }), plain);
}
