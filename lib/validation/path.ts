/** The keys and indices that lead to a value. */
export type Path = readonly PropertyKey[];

/** The paths in values of a type, so that the compiler finds a key that is not there. */
export type PathIn<T> =
  | readonly []
  | (T extends readonly (infer Item)[]
      ? readonly [number, ...PathIn<Item>]
      : T extends object
        ? { [Key in keyof T]-?: readonly [Key, ...PathIn<T[Key]>] }[keyof T]
        : never);

/** The keys in mappings of a type, dotted: `network` and `network.cidr`. */
export type KeyIn<T> = T extends readonly unknown[]
  ? never
  : T extends object
    ? { [Key in keyof T & string]-?: Key | `${Key}.${KeyIn<T[Key]>}` }[keyof T & string]
    : never;

/** Writes a path as people do: `network.peers[0].cidr`, `aws.tags["cost centre"]`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = String(part);
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** The value that a path leads to; undefined when there is none. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    data,
  );
}

/** A copy of data with another value at a path that leads to one. */
export function withValueAt(data: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const changed = withValueAt(valueAt(data, [key]), rest, value);
  if (Array.isArray(data)) return data.map((item: unknown, index) => (index === key ? changed : item));
  return { ...(data as object), [key]: changed };
}
