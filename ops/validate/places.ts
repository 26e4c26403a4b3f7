import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isCollection, isMap, isNode, LineCounter, parseAllDocuments, type Document } from 'yaml';
import { isMapping, type Mapping } from '../../lib/validation/mapping';
import { groupOf } from '../cluster/object-reference';
import type { Manifest } from '../guard/manifest';
import type { Place } from './finding';

/** A manifest in a file. */
export interface Written {
  readonly file: string;
  readonly manifest: Mapping;
  readonly document: Document;
  readonly lines: LineCounter;
}

type Path = readonly (string | number)[];

/** Finds where in the repository an object is written that Flux builds of it. */
export class Places {
  readonly all: readonly Written[];

  /**
   * @param root the repository
   * @param folder the folder with the manifests, relative to it
   */
  constructor(root: string, folder: string) {
    this.all = yamlFiles(root, folder).flatMap((file) =>
      writtenIn(file, readFileSync(join(root, file), 'utf8')),
    );
  }

  /** What of the files may be the object, the likeliest first: patches name the same object, and may come later. */
  written(object: Manifest): readonly Written[] {
    const { name, namespace } = object.metadata;
    const fits = this.all.filter(({ manifest }) => {
      const own = metadataOf(manifest);
      const isSameKind =
        manifest.kind === object.kind && groupOf(String(manifest.apiVersion)) === groupOf(object.apiVersion);
      const isSameNamespace =
        own.namespace === undefined || namespace === undefined || isLike(own.namespace, namespace);
      return isSameKind && isLike(own.name, name) && isSameNamespace;
    });
    return fits.sort((a, b) => size(b.manifest) - size(a.manifest));
  }

  /** Where a field of an object is, or the nearest field around it; its first line if the object is not found whole. */
  of(object: Manifest, path: Path = []): Place | undefined {
    const found = this.written(object).map((written) => ({
      written,
      depth: depthOf(written.document, path),
    }));
    const [best] = found.sort((a, b) => b.depth - a.depth);
    return best && { file: best.written.file, line: lineOf(best.written, path.slice(0, best.depth)) };
  }
}

/** Where a field of a file is, or the nearest field around it. */
export function lineOf({ document, lines }: Pick<Written, 'document' | 'lines'>, path: Path): number {
  const depth = depthOf(document, path);
  const node = keyNode(document, path.slice(0, depth)) ?? document.contents;
  return lines.linePos(node?.range?.[0] ?? 0).line;
}

/** Every YAML file below a folder, relative to the root. */
export function yamlFiles(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/** The manifests of a file; what is no YAML is left out. */
export function writtenIn(file: string, text: string): readonly Written[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document) => {
    const manifest = document.errors.length > 0 ? undefined : (document.toJS() as unknown);
    return isMapping(manifest) ? [{ file, manifest, document, lines }] : [];
  });
}

/** The folder of a file. */
export function folderOf({ file }: Place): string {
  return dirname(file);
}

function metadataOf({ metadata }: Mapping): Mapping {
  return isMapping(metadata) ? metadata : {};
}

/** A name may have variables. */
function isLike(written: unknown, built: string): boolean {
  if (typeof written !== 'string') return false;
  const pattern = written
    .split(/\$\{[^}]*\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(built);
}

function size(value: unknown): number {
  return JSON.stringify(value).length;
}

function depthOf(document: Document, path: Path): number {
  let depth = path.length;
  while (depth > 0 && !document.hasIn(path.slice(0, depth))) depth -= 1;
  return depth;
}

function keyNode(document: Document, path: Path) {
  const parent: unknown = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const pair = parent.items.find(({ key }) => String(key) === String(path.at(-1)));
    return isNode(pair?.key) ? pair.key : undefined;
  }
  const item: unknown = isCollection(parent) ? parent.get(path.at(-1), true) : undefined;
  return isNode(item) ? item : undefined;
}
