import { isFluxGroup } from '../cluster/flux-cluster';
import { groupOf } from '../cluster/object-reference';
import { fluxNamespace } from '../../lib/flux/namespace';
import { isMapping, type Mapping } from '../../lib/validation/mapping';
import { substituteVariables } from '../../lib/validation/substitution';
import {
  built,
  buildFolder,
  clean,
  type BuiltObject,
  type PatchInGit,
  withNamespace,
  withPatches,
} from './kustomize';
import { metadataOf } from './patch';
import type { SourceTree } from './source-tree';

/** A Kustomization of Flux with what it applies. */
export interface ReconciledFolder {
  readonly kustomization: BuiltObject;
  readonly objects: readonly BuiltObject[];
  /** The folder that it names and that is not there. @default - it is there */
  readonly missing?: string;
}

/**
 * Every Kustomization that Flux reaches from the root, with what it applies. Those with other sources than the root's are left out:
 * what they apply is not in this repository.
 *
 * @param root as the operator makes it
 * @param variables the values that paths may have
 */
export function reconciledFolders(
  tree: SourceTree,
  root: Mapping,
  variables: Readonly<Record<string, string>>,
): readonly ReconciledFolder[] {
  const found: ReconciledFolder[] = [];
  const visited = new Set<string>();
  const visit = (kustomization: BuiltObject) => {
    const { name, namespace } = metadataOf(kustomization.manifest);
    const key = `${String(namespace)}/${String(name)}`;
    if (visited.has(key)) return;
    visited.add(key);
    const folder = { kustomization, ...contentOf(tree, kustomization, variables) };
    found.push(folder);
    folder.objects.filter(isOfRootSource).forEach(visit);
  };
  visit({ manifest: root, sources: [] });
  return found;
}

function contentOf(
  tree: SourceTree,
  { manifest, sources }: BuiltObject,
  variables: Readonly<Record<string, string>>,
): Omit<ReconciledFolder, 'kustomization'> {
  const spec = specOf(manifest);
  const path = clean(String(substituteVariables(spec.path ?? '.', variables, [])));
  if (tree.list(path) === undefined) return { objects: [], missing: path };
  const components = Array.isArray(spec.components) ? spec.components.map(String) : [];
  const objects = components.reduce<readonly BuiltObject[]>(
    (step, component) => built(tree, clean(`${path}/${component}`), step, new Set()),
    buildFolder(tree, path),
  );
  const patches = (Array.isArray(spec.patches) ? spec.patches.filter(isMapping) : []).map(
    ({ patch, target }): PatchInGit => ({
      text: String(patch),
      sources,
      ...(isMapping(target) && { target }),
    }),
  );
  return {
    objects: objects.map((object) =>
      withNamespace(withPatches(object, patches), spec.targetNamespace, sources),
    ),
  };
}

/** The operator names the root source after the namespace; a variable may stand for it. */
function isOfRootSource({ manifest }: BuiltObject): boolean {
  const { sourceRef } = specOf(manifest);
  const { name = fluxNamespace } = isMapping(sourceRef) ? sourceRef : {};
  const isKustomization =
    manifest.kind === 'Kustomization' && isFluxGroup(groupOf(String(manifest.apiVersion)));
  return isKustomization && (name === fluxNamespace || String(name).startsWith('${'));
}

/** The spec of a manifest; empty if it has none. */
export function specOf({ spec }: Mapping): Mapping {
  return isMapping(spec) ? spec : {};
}
