import type { Problem } from '../validation/errors';
import { keysOf, schemasAt, type JsonSchema } from '../validation/json-schema';
import { nearest } from '../validation/nearest';
import { formatPath, valueAt, type Path } from '../validation/path';
import type { Source } from '../validation/source';

/**
 * The problems of overrides that take away what cannot be there: an empty value for a key that neither the fleet file has nor
 * its schema knows is a misspelt one.
 */
export function removalProblems(overrides: Source, fleet: Source, schema: JsonSchema): readonly Problem[] {
  return emptyKeys(overrides.data).flatMap((path) => {
    const parent = path.slice(0, -1);
    const there = Object.keys((valueAt(fleet.data, parent) as object | null | undefined) ?? {});
    // Of every kind of source or state, since overrides are laid over fleets of all kinds.
    const known = [...new Set([...keysOf(schemasAt(schema, parent, undefined)), ...there])];
    const key = String(path.at(-1));
    if (known.includes(key)) return [];
    const similar = nearest(key, known);
    const name = formatPath(path);
    return [
      {
        file: overrides.fileOf(path),
        path: name,
        problem: 'is not a key that an empty value can remove',
        allowed: known.length > 0 ? known.join(', ') : 'nothing, since the fleet file has no keys there',
        remedy:
          similar === undefined
            ? `Remove ${name}.`
            : `Did you mean ${formatPath([...parent, similar])}? Rename or remove ${name}.`,
      },
    ];
  });
}

/** The keys of mappings, but not of those in lists, that have no value. */
function emptyKeys(data: unknown, path: Path = []): readonly Path[] {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    value === null ? [[...path, key]] : emptyKeys(value, [...path, key]),
  );
}
