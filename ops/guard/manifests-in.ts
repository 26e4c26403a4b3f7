import { parseAllDocuments } from 'yaml';
import type { Manifest } from './manifest';

/** The objects of a stream of YAML documents. */
export function manifestsIn(text: string): readonly Manifest[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents)) return [];
  return documents
    .map((document) => document.toJSON() as unknown)
    .filter((value): value is Manifest => typeof value === 'object' && value !== null);
}
