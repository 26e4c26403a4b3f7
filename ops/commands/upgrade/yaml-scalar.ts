import { type Document, isScalar, parseAllDocuments } from 'yaml';

/** One value in a YAML text, by its position without quotes, so that it can be replaced without touching anything else. */
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
  return scalarOf(text, document.getIn([...path], true));
}

/** A node of a document as a value; undefined if it is no single value. */
export function scalarOf(text: string, node: unknown): YamlScalar | undefined {
  if (!isScalar(node) || node.range == null) return undefined;
  const [start, end] = node.range;
  const quote = /^["']/.test(text.slice(start)) ? 1 : 0;
  return { value: String(node.value), start: start + quote, end: end - quote, line: lineAt(text, start) };
}

/** The line of a position, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** Replaces values and keeps comments, order and quotes. */
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
