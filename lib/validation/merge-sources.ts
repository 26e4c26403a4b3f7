import { isMapping } from './mapping';
import type { Path } from './path';
import type { Source } from './source';

/**
 * Two files as one: mappings are merged key by key; a list or single value of `overrides` replaces the fleet's; an empty
 * value (null) removes the key. A problem names the file that its value comes from.
 */
export function mergeSources(fleet: Source, overrides: Source): Source {
  const decides = (path: Path): Source => (isDecidedBy(overrides.data, fleet.data, path) ? overrides : fleet);
  return {
    data: merge(fleet.data, overrides.data),
    fileOf: (path) => decides(path).fileOf(path),
    given: (path, data) => decides(path).given(path, data),
  };
}

function merge(below: unknown, above: unknown): unknown {
  if (!isMapping(above)) return above;
  const base = isMapping(below) ? below : {};
  const merged = Object.entries(above)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [key, merge(base[key], value)] as const);
  return Object.fromEntries([...Object.entries(base).filter(([key]) => above[key] !== null), ...merged]);
}

/** Whether the value at a path, or its absence, comes from the overrides. */
function isDecidedBy(above: unknown, below: unknown, path: Path): boolean {
  if (!isMapping(above)) return true;
  const [key, ...rest] = path;
  if (key === undefined) return !isMapping(below);
  if (!Object.hasOwn(above, key)) return !isMapping(below);
  return isDecidedBy(above[key], isMapping(below) ? below[key] : undefined, rest);
}
