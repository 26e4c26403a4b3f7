import * as z from 'zod';
import { valueAt, type Path } from './path';

/** What a JSON Schema says that messages about values need. */
export interface JsonSchema {
  readonly description?: string;
  readonly type?: string;
  readonly const?: string | number | boolean;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly oneOf?: readonly JsonSchema[];
}

/** The JSON Schema of what a file may have where a schema reads it. */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
}

/**
 * The schemas of the value at a path: several where a kind decides that the data doesn't have.
 *
 * @param data the file's values, which decide between kinds
 */
export function schemasAt(schema: JsonSchema, [key, ...rest]: Path, data: unknown): readonly JsonSchema[] {
  if (key === undefined) return kindsOf(schema, data);
  const value = valueAt(data, [key]);
  return kindsOf(schema, data)
    .flatMap((kind) => childOf(kind, key) ?? [])
    .flatMap((child) => schemasAt(child, rest, value));
}

/** The keys of the mappings that some schemas allow. */
export function keysOf(schemas: readonly JsonSchema[]): readonly string[] {
  return [...new Set(schemas.flatMap(({ properties = {} }) => Object.keys(properties)))];
}

/** What some schemas allow, to complete "Allowed: ": their descriptions, or what follows from their types. */
export function allowedBy(schemas: readonly JsonSchema[]): string {
  const keys = keysOf(schemas);
  if (keys.length > 0 && schemas.every(({ description }) => description === undefined))
    return `a mapping with the keys ${keys.join(', ')}`;
  return schemas.map(allowed).join(', ');
}

function allowed(schema: JsonSchema): string {
  if (schema.description !== undefined) return schema.description;
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return schema.enum.join(', ');
  if (schema.pattern !== undefined) return `text that matches ${schema.pattern.replaceAll('\\/', '/')}`;
  if (schema.items?.enum !== undefined) return `a list of ${allowed(schema.items)}`;
  if (schema.minItems !== undefined) return `a list with ${schema.minItems} or more items`;
  return typeNames[schema.type ?? ''] ?? 'a mapping';
}

/** What people call the types of JSON Schema. */
export const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
};

function childOf({ properties, additionalProperties, items }: JsonSchema, key: PropertyKey) {
  if (typeof key === 'number') return items;
  return (
    properties?.[String(key)] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined)
  );
}

/** The schema itself, or the kinds of mapping that it allows; only the one that the value is of, where it says so. */
function kindsOf(schema: JsonSchema, value: unknown): readonly JsonSchema[] {
  const kinds = schema.oneOf?.flatMap((kind) => kindsOf(kind, value));
  if (kinds === undefined) return [schema];
  if (value === undefined) return kinds;
  const fitting = kinds.filter(({ properties = {} }) =>
    Object.entries(properties).some(
      ([key, { const: constant, default: fallback }]) =>
        constant !== undefined && constant === (valueAt(value, [key]) ?? fallback),
    ),
  );
  return fitting.length > 0 ? fitting : kinds;
}
