import { posix } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isFluxGroup } from '../../cluster/flux-cluster';
import { describeReference, groupOf, type ObjectReference } from '../../cluster/object-reference';
import { reconcilers } from '../../cluster/pruning';
import type { GitTree } from './git-tree';

/** One manifest that Flux applies. */
export interface ReconciledObject {
  readonly reference: ObjectReference;
  /** The Kustomization that applies it. */
  readonly parent: string;
  /** Whether that Kustomization deletes it once it is no longer in Git. */
  readonly pruned: boolean;
}

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: { readonly path?: string; readonly prune?: boolean; readonly suspend?: boolean };
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
}

const kustomizationFiles = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The Kustomizations, HelmReleases and ResourceSets that Flux reaches from one folder, by `Kind/namespace/name`: it follows
 * the resources of kustomize and the paths of Kustomizations, but no generators, remote bases or other sources.
 *
 * @param root the folder that the root Kustomization reconciles
 */
export function reconciledObjects(tree: GitTree, root: string): ReadonlyMap<string, ReconciledObject> {
  const found = new Map<string, ReconciledObject>();
  const visit = (path: string, parent: string, prune: boolean) => {
    for (const manifest of manifestsIn(tree, posix.normalize(path).replace(/\/$/, ''), new Set())) {
      const reference = reconcilerOf(manifest);
      if (reference === undefined) continue;
      const name = describeReference(reference);
      if (found.has(name)) continue;
      const isKept = manifest.metadata?.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled';
      found.set(name, { reference, parent, pruned: prune && !isKept });
      const { path: below, prune: prunes } = manifest.spec ?? {};
      if (reference.kind === 'Kustomization' && below !== undefined) visit(below, name, prunes === true);
    }
  };
  visit(root, 'the root Kustomization', true);
  return found;
}

function reconcilerOf({ apiVersion = '', kind = '', metadata }: Manifest): ObjectReference | undefined {
  const group = groupOf(apiVersion);
  if (!isFluxGroup(group) || metadata?.name === undefined) return undefined;
  if (!reconcilers.includes(kind)) return undefined;
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** What kustomize builds from a folder, ignoring its changes to manifests except their namespace. */
function manifestsIn(tree: GitTree, folder: string, visited: Set<string>): readonly Manifest[] {
  if (visited.has(folder)) return [];
  visited.add(folder);
  const file = kustomizationFiles.map((name) => posix.join(folder, name)).find((name) => tree.has(name));
  if (file === undefined) {
    // If there is no kustomization.yaml, Flux generates one from everything below the folder.
    return [...tree.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .flatMap((path) => documentsOf(tree.get(path)));
  }
  const [kustomization = {}] = documentsOf(tree.get(file));
  const entries = [...(kustomization.resources ?? []), ...(kustomization.components ?? [])];
  const manifests = entries
    .map((entry) => posix.normalize(posix.join(folder, entry)).replace(/\/$/, ''))
    .flatMap((path) => (tree.has(path) ? documentsOf(tree.get(path)) : manifestsIn(tree, path, visited)));
  const { namespace } = kustomization;
  return namespace === undefined
    ? manifests
    : manifests.map((manifest) => ({ ...manifest, metadata: { ...manifest.metadata, namespace } }));
}

function documentsOf(text = ''): readonly Manifest[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents
    .map((document) => document.toJSON() as unknown)
    .filter((value): value is Manifest => typeof value === 'object' && value !== null);
}
