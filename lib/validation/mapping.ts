/** A mapping of YAML or an object of JSON, whatever its keys. */
export type Mapping = Readonly<Record<PropertyKey, unknown>>;

/** Whether a value is neither a list nor a single value nor empty. */
export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
