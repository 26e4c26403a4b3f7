import { posix } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isFluxGroup } from '../../cluster/flux-cluster';
import { describeReference, groupOf, type ObjectReference } from '../../cluster/object-reference';
import { reconcilers } from '../../cluster/pruning';
import { fluxNamespace } from '../../../lib/flux/namespace';
import { UsageError } from '../../usage-error';
import type { GitTree } from './git-tree';

/** One manifest that Flux applies. */
export interface ReconciledObject {
  readonly reference: ObjectReference;
  /** The Kustomization that applies it. */
  readonly parent: string;
  /** Whether that Kustomization deletes it once it is no longer in Git. */
  readonly pruned: boolean;
  /** What must be Ready before it, as `Kind/namespace/name`. */
  readonly dependsOn: readonly string[];
}

interface Manifest {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: {
    readonly name?: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly path?: string;
    readonly prune?: boolean;
    readonly sourceRef?: { readonly name?: string };
    readonly dependsOn?: readonly { readonly name: string; readonly namespace?: string }[];
  };
  readonly namespace?: string;
  readonly resources?: readonly string[];
  readonly components?: readonly string[];
}

const kustomizationFiles = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * The Kustomizations, HelmReleases and ResourceSets that Flux reaches from one folder, by `Kind/namespace/name`: it follows
 * the resources of kustomize and the paths of Kustomizations with the root's source, but no generators, remote bases or other
 * sources.
 *
 * @param root the folder that the root Kustomization reconciles
 * @throws UsageError if a folder is missing or has no manifests: then nobody knows what Flux has applied
 */
export function reconciledObjects(tree: GitTree, root: string): ReadonlyMap<string, ReconciledObject> {
  const found = new Map<string, ReconciledObject>();
  const visit = (path: string, parent: string, prune: boolean) => {
    const folder = withoutEnd(path);
    if (filesIn(tree, folder).length === 0) throw emptyFolder(path, parent);
    for (const manifest of manifestsIn(tree, folder, new Set())) {
      const reference = reconcilerOf(manifest);
      if (reference === undefined) continue;
      const name = describeReference(reference);
      if (found.has(name)) continue;
      const isKept = manifest.metadata?.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled';
      const dependsOn = dependenciesOf(reference, manifest);
      found.set(name, { reference, parent, pruned: prune && !isKept, dependsOn });
      const { path: below = '.', prune: prunes } = manifest.spec ?? {};
      if (reference.kind === 'Kustomization' && hasRootSource(manifest)) visit(below, name, prunes === true);
    }
  };
  visit(root, 'the root Kustomization', true);
  return found;
}

/** The operator names the root source after the namespace; a variable may stand for it. */
function hasRootSource({ spec }: Manifest): boolean {
  const { name = fluxNamespace } = spec?.sourceRef ?? {};
  return name === fluxNamespace || name.startsWith('${');
}

function emptyFolder(path: string, parent: string): UsageError {
  return new UsageError(
    `${path} has no manifests, but ${parent} reconciles it: so what Flux would prune is not known. Allowed: a folder of the ` +
      'repository that Flux reconciles, from its root. Fix the path; if it is the root, flux.sync.path, or flux.sync.checkout if ' +
      'Flux reconciles another repository.',
  );
}

function filesIn(tree: GitTree, folder: string): readonly string[] {
  return [...tree.keys()].filter((path) => folder === '.' || path.startsWith(`${folder}/`));
}

/** As Git names paths. */
function withoutEnd(path: string): string {
  return posix.normalize(path).replace(/\/$/, '');
}

function reconcilerOf({ apiVersion = '', kind = '', metadata }: Manifest): ObjectReference | undefined {
  const group = groupOf(apiVersion);
  if (!isFluxGroup(group) || metadata?.name === undefined) return undefined;
  if (!reconcilers.includes(kind)) return undefined;
  const { name, namespace } = metadata;
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** A ResourceSet can depend on any kind of object, so that what it names is not followed. */
function dependenciesOf({ kind, namespace }: ObjectReference, { spec }: Manifest): readonly string[] {
  if (kind === 'ResourceSet') return [];
  return (spec?.dependsOn ?? []).map((needed) => describeReference({ kind, namespace, ...needed }));
}

/** What kustomize builds from a folder, ignoring its changes to manifests except their namespace. */
function manifestsIn(tree: GitTree, folder: string, visited: Set<string>): readonly Manifest[] {
  if (visited.has(folder)) return [];
  visited.add(folder);
  const file = kustomizationFiles.map((name) => posix.join(folder, name)).find((name) => tree.has(name));
  if (file === undefined) {
    // If there is no kustomization.yaml, Flux generates one from everything below the folder.
    return filesIn(tree, folder).flatMap((path) => documentsOf(tree.get(path)));
  }
  const [kustomization = {}] = documentsOf(tree.get(file));
  const entries = [...(kustomization.resources ?? []), ...(kustomization.components ?? [])];
  const manifests = entries
    .map((entry) => withoutEnd(posix.join(folder, entry)))
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
