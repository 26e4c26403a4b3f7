import { posix } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { isMapping, type Mapping } from '../../lib/validation/mapping';
import { metadataOf, patched, type Patch } from './patch';
import type { SourceTree } from './source-tree';

/** A part of a file that an object is made of. */
export interface Source {
  readonly file: string;
  /** The text of the file up to the end of the part. */
  readonly text: string;
  /** Where the part begins. */
  readonly start: number;
}

/** What kustomize builds, before Flux substitutes variables. */
export interface BuiltObject {
  readonly manifest: Mapping;
  readonly sources: readonly Source[];
  /** A file that is no YAML, so that it has no manifest. @default false */
  readonly isUnreadable?: boolean;
}

const fileNames = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * Builds a folder as Flux does, without a program: resources, components, generators of ConfigMaps, patches and the namespace.
 * What else kustomize does to objects is one more object, the `kustomization.yaml` itself. Remote bases are left out, and so are
 * generated Secrets, into which Flux substitutes nothing.
 */
export function buildFolder(tree: SourceTree, folder: string): readonly BuiltObject[] {
  return built(tree, clean(folder), [], new Set());
}

/** A path as the tree has it. */
export function clean(path: string): string {
  return posix.normalize(path).replace(/^\/|\/$/g, '') || '.';
}

/** The objects of a folder; if it is a component, those that it is given are changed too. */
export function built(
  tree: SourceTree,
  folder: string,
  given: readonly BuiltObject[],
  visited: ReadonlySet<string>,
): readonly BuiltObject[] {
  if (visited.has(folder)) return given;
  const inside = new Set([...visited, folder]);
  const file = kustomizationIn(tree, folder);
  const [own] = file === undefined ? [] : documentsIn(file, tree.read(file) ?? '');
  if (file === undefined || own === undefined) return [...given, ...generated(tree, folder, inside)];
  const { manifest: kustomization, sources } = own;
  const at = (path: string) => clean(posix.join(folder, path));
  const resources = textsIn(kustomization, 'resources', 'bases')
    .map(at)
    .flatMap((path) => fromPath(tree, path, inside));
  const objects = [...given, ...resources, ...generatedConfigMaps(tree, kustomization, sources, at)];
  const withComponents = textsIn(kustomization, 'components').reduce(
    (step, path) => built(tree, at(path), step, inside),
    objects as readonly BuiltObject[],
  );
  const patches = patchesIn(tree, kustomization, sources, at);
  return [
    ...withComponents.map((object) =>
      withNamespace(withPatches(object, patches), kustomization.namespace, sources),
    ),
    ...transformers(kustomization, sources),
  ];
}

function kustomizationIn(tree: SourceTree, folder: string): string | undefined {
  return fileNames
    .map((name) => clean(posix.join(folder, name)))
    .find((path) => tree.read(path) !== undefined);
}

/** Without a kustomization.yaml, Flux takes every file below the folder, and each folder below that has one. */
function generated(tree: SourceTree, folder: string, visited: ReadonlySet<string>): readonly BuiltObject[] {
  return (tree.list(folder) ?? []).flatMap(({ name, isFolder }) => {
    const path = clean(posix.join(folder, name));
    if (isFolder) return built(tree, path, [], visited);
    return /\.ya?ml$/.test(name) ? documentsIn(path, tree.read(path) ?? '') : [];
  });
}

function fromPath(tree: SourceTree, path: string, visited: ReadonlySet<string>): readonly BuiltObject[] {
  const text = tree.read(path);
  if (text !== undefined) return documentsIn(path, text);
  return kustomizationIn(tree, path) === undefined ? [] : built(tree, path, [], visited);
}

/** The manifests of a file, those in a List included. */
function documentsIn(file: string, text: string): readonly BuiltObject[] {
  const documents = parseAllDocuments(text, { logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const [start, end] = document.range;
    const sources = [{ file, text: text.slice(0, end), start }];
    if (document.errors.length > 0) return [{ manifest: {}, sources, isUnreadable: true }];
    const manifest = document.toJS() as unknown;
    if (!isMapping(manifest)) return [];
    const items = manifest.kind === 'List' && Array.isArray(manifest.items) ? manifest.items : [manifest];
    return items.filter(isMapping).map((item) => ({ manifest: item, sources }));
  });
}

export type PatchInGit = Patch & { readonly sources: readonly Source[] };

function patchesIn(
  tree: SourceTree,
  kustomization: Mapping,
  sources: readonly Source[],
  at: (path: string) => string,
): readonly PatchInGit[] {
  const fromFile = (path: string): { text: string; sources: readonly Source[] }[] => {
    const text = tree.read(at(path));
    return text === undefined ? [] : [{ text, sources: [{ file: at(path), text, start: 0 }] }];
  };
  const listed = mappingsIn(kustomization, 'patches', 'patchesJson6902').flatMap(
    ({ patch, path, target }) => {
      const texts =
        typeof patch === 'string'
          ? [{ text: patch, sources }]
          : typeof path === 'string'
            ? fromFile(path)
            : [];
      return texts.map((text) => ({ ...text, ...(isMapping(target) && { target }) }));
    },
  );
  const merges = textsIn(kustomization, 'patchesStrategicMerge').flatMap((entry) =>
    entry.includes('\n') ? [{ text: entry, sources }] : fromFile(entry),
  );
  return [...listed, ...merges].flatMap(({ text, ...patch }) =>
    text.split(/^---\s*$/m).map((part) => ({ ...patch, text: part })),
  );
}

/** The object with the patches applied that are for it. */
export function withPatches(object: BuiltObject, patches: readonly PatchInGit[]): BuiltObject {
  return patches.reduce((step, patch) => {
    const manifest = patched(step.manifest, patch);
    return manifest === step.manifest ? step : { manifest, sources: [...step.sources, ...patch.sources] };
  }, object);
}

/** The object in a namespace, if there is one to be in. */
export function withNamespace(
  object: BuiltObject,
  namespace: unknown,
  sources: readonly Source[],
): BuiltObject {
  if (typeof namespace !== 'string') return object;
  const { manifest } = object;
  return {
    manifest: { ...manifest, metadata: { ...metadataOf(manifest), namespace } },
    sources: [...object.sources, ...sources],
  };
}

function generatedConfigMaps(
  tree: SourceTree,
  kustomization: Mapping,
  sources: readonly Source[],
  at: (path: string) => string,
): readonly BuiltObject[] {
  return mappingsIn(kustomization, 'configMapGenerator').map((generator) => {
    const files = textsIn(generator, 'files', 'envs', 'env').map((entry) => {
      const [path = '', key = path] = entry.split('=').reverse();
      return { key: posix.basename(key), path: at(path), text: tree.read(at(path)) ?? '' };
    });
    const literals = textsIn(generator, 'literals').map(
      (literal) => literal.split(/=(.*)/s) as [string, string],
    );
    const { annotations, labels } = {
      ...(isMapping(kustomization.generatorOptions) && kustomization.generatorOptions),
      ...(isMapping(generator.options) && generator.options),
    } as Mapping;
    return {
      manifest: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: generator.name, namespace: generator.namespace, annotations, labels },
        data: {
          ...Object.fromEntries(files.map(({ key, text }) => [key, text])),
          ...Object.fromEntries(literals),
        },
      },
      sources: [...sources, ...files.map(({ path, text }) => ({ file: path, text, start: 0 }))],
    };
  });
}

/** What of a `kustomization.yaml` comes into the objects in other ways than above. */
function transformers(kustomization: Mapping, sources: readonly Source[]): readonly BuiltObject[] {
  const { namePrefix, nameSuffix, images, labels, commonLabels, commonAnnotations } = kustomization;
  const used = { namePrefix, nameSuffix, images, labels, commonLabels, commonAnnotations };
  if (Object.values(used).every((value) => value === undefined)) return [];
  return [{ manifest: { kind: 'kustomization.yaml', ...used }, sources }];
}

function textsIn(mapping: Mapping, ...keys: readonly string[]): readonly string[] {
  return keys
    .flatMap((key) => mapping[key] ?? [])
    .filter((value): value is string => typeof value === 'string');
}

function mappingsIn(mapping: Mapping, ...keys: readonly string[]): readonly Mapping[] {
  return keys.flatMap((key) => mapping[key] ?? []).filter(isMapping);
}
