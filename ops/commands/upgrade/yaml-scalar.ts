import { type Document, isScalar, parseAllDocuments } from 'yaml';

/** One value in a YAML text, by its position, so that it can be replaced without touching anything else. */
export interface YamlScalar {
  readonly value: string;
  readonly start: number;
  readonly end: number;
  /** The line, from 1. */
  readonly line: number;
}

/** The documents of a text that hold a mapping. */
export function documentsIn(text: string): readonly Document[] {
  const documents = parseAllDocuments(text);
  return Array.isArray(documents) ? documents.filter(({ contents }) => contents !== null) : [];
}

/** The value at a path of a document; undefined if there is none. */
export function scalarAt(text: string, document: Document, path: readonly string[]): YamlScalar | undefined {
  const node = document.getIn([...path], true);
  if (!isScalar(node) || node.range == null) return undefined;
  const [start, end] = node.range;
  return { value: String(node.value), start, end, line: text.slice(0, start).split('\n').length };
}

/** Replaces values and keeps comments, order and the quotes of other values. */
export function replaceScalars(
  text: string,
  replacements: readonly { readonly scalar: YamlScalar; readonly value: string }[],
): string {
  return [...replacements]
    .sort((one, other) => other.scalar.start - one.scalar.start)
    .reduce(
      (result, { scalar, value }) => `${result.slice(0, scalar.start)}${value}${result.slice(scalar.end)}`,
      text,
    );
}
