import type { Path } from '../../lib/validation/path';

/** The places of all texts in data. */
export function textLeaves(data: unknown, path: Path = []): readonly Path[] {
  if (typeof data === 'string') return [path];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) =>
    textLeaves(value, [...path, Array.isArray(data) ? Number(key) : key]),
  );
}

/** A copy of data in which the texts at some places have another one behind them. */
export function withTexts(data: unknown, added: ReadonlyMap<Path, string>): unknown {
  const copy = structuredClone(data);
  for (const [path, text] of added) {
    const parent = path.slice(0, -1).reduce((value, key) => value[key as string] as Tree, copy as Tree);
    const key = path.at(-1) as string;
    const own = parent[key];
    parent[key] = typeof own === 'string' ? `${own}${text}` : text;
  }
  return copy;
}

type Tree = Record<string, unknown>;
