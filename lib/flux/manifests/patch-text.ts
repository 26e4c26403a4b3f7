import { parseDocument } from 'yaml';
import type { Fault } from '../../validation/field';

/** What a patch of a FluxInstance says, or what is wrong with its text. */
export function readPatch(text: string): { readonly data: object } | Fault {
  const document = parseDocument(text);
  if (document.errors.length > 0) return { problem: 'is not valid YAML' };
  try {
    const data: unknown = document.toJS({ maxAliasCount: mostAliases });
    return typeof data === 'object' && data !== null ? { data } : { problem: 'is not a patch' };
  } catch (error) {
    // An alias without an anchor, or aliases of aliases that stand for too much.
    if (!(error instanceof ReferenceError)) throw error;
    return { problem: 'has an alias that cannot be followed' };
  }
}

const mostAliases = 100;
