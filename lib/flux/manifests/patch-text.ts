import { parseDocument } from 'yaml';
import type { Fault } from '../../validation/field';
import { isMapping } from '../../validation/mapping';

const mostAliases = 100;

/** Of JSON Patch (RFC 6902). */
const operations = ['add', 'remove', 'replace', 'move', 'copy', 'test'];

/** What a patch of a FluxInstance says, or what is wrong with its text. */
export function readPatch(text: string): { readonly data: object } | Omit<Fault, 'at'> {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return { problem: 'is not valid YAML' };
  try {
    const data: unknown = document.toJS({ maxAliasCount: mostAliases });
    // What is written as JSON has no alias of itself.
    JSON.stringify(data);
    if (!isPatch(data)) return { problem: 'is not a patch' };
    const unknown = unknownOperation(data);
    if (unknown === undefined) return { data };
    return {
      problem: `has the unknown operation ${JSON.stringify(unknown)}`,
      allowed: `a JSON 6902 patch with the operations ${operations.join(', ')}`,
    };
  } catch {
    // An alias without an anchor or of itself, or aliases of aliases that stand for too much.
    return { problem: 'has an alias that cannot be followed' };
  }
}

/** A mapping, or a list of operations, each with a place. */
function isPatch(data: unknown): data is object {
  if (!Array.isArray(data)) return isMapping(data);
  return data.every(
    (item) => isMapping(item) && typeof item.op === 'string' && typeof item.path === 'string',
  );
}

/** The first operation that JSON Patch doesn't have; undefined if there is none. */
function unknownOperation(patch: object): unknown {
  if (!Array.isArray(patch)) return undefined;
  return (patch as { op: unknown }[]).find(({ op }) => !operations.includes(String(op)))?.op;
}
