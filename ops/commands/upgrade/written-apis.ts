import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isMap, isScalar, visit, type YAMLMap } from 'yaml';
import { isFluxGroup } from '../../cluster/flux-cluster';
import { groupOf } from '../../cluster/object-reference';
import { documentsIn, lineAt, scalarOf, type YamlScalar } from './yaml-scalar';

/** One place in a file that names an API version of Flux. */
export interface WrittenApi {
  readonly file: string;
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  /** `group/version`, or the version alone in the target of a patch. */
  readonly scalar: YamlScalar;
  /** The manifest and the text of its file. @default - a manifest in a text, or the target of a patch */
  readonly manifest?: { readonly map: YAMLMap; readonly text: string };
}

/**
 * Every API version of Flux in the YAML files of a folder: of manifests, also in a List, a ResourceSet or a text such as a
 * patch, and of the targets of patches.
 */
export function writtenApis(folder: string): readonly WrittenApi[] {
  return yamlFiles(folder).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const structured = documentsIn(text).flatMap((document) => inDocument(file, text, document));
    const known = new Set(structured.map(({ scalar }) => scalar.line));
    return [...structured, ...inTexts(file, text).filter(({ scalar }) => !known.has(scalar.line))];
  });
}

function inDocument(file: string, text: string, document: Document): readonly WrittenApi[] {
  const found: WrittenApi[] = [];
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || key.value !== 'target' || !isMap(value)) return;
      const [kind, group] = [value.get('kind'), value.get('group')];
      const scalar = scalarOf(text, value.get('version', true));
      if (scalar === undefined || typeof kind !== 'string' || typeof group !== 'string') return;
      if (isFluxGroup(group)) found.push({ file, group, kind, version: scalar.value, scalar });
    },
    Map: (_, map) => {
      const scalar = scalarOf(text, map.get('apiVersion', true));
      const kind = map.get('kind');
      if (scalar === undefined || typeof kind !== 'string') return;
      const api = apiIn(scalar, kind);
      if (api !== undefined) found.push({ file, ...api, manifest: { map, text } });
    },
  });
  return found;
}

/** A line with an API version and one with a kind below it, as `flux migrate` finds them. */
const twoLines =
  /^(?<before>[ \t]*(?:- +)?apiVersion:[ \t]*["']?)(?<value>[^\s"'#]+)[^\n]*\n[ \t]*kind:[ \t]*["']?(?<kind>\w+)/gm;

function inTexts(file: string, text: string): readonly WrittenApi[] {
  return [...text.matchAll(twoLines)].flatMap(({ index, groups }) => {
    const { before = '', value = '', kind = '' } = groups ?? {};
    const start = index + before.length;
    const scalar = { value, start, end: start + value.length, line: lineAt(text, start) };
    const api = apiIn(scalar, kind);
    return api === undefined ? [] : [{ file, ...api }];
  });
}

function apiIn(scalar: YamlScalar, kind: string): Omit<WrittenApi, 'file'> | undefined {
  const group = groupOf(scalar.value);
  if (!isFluxGroup(group) || scalar.value.split('/').length !== 2) return undefined;
  return { group, kind, version: scalar.value.slice(group.length + 1), scalar };
}

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/[/\\](node_modules|\.git)[/\\]/.test(file))
    .sort();
}
