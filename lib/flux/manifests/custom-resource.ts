import * as z from 'zod';
import type { JsonSchema } from '../../validation/json-schema';
import type { KeyIn } from '../../validation/path';

/**
 * The spec of a custom resource, checked against the JSON Schema of its definition. A field that a newer definition has needs
 * no code here.
 *
 * @typeParam Spec the part of it that the stacks read, in which everything that they need is required
 * @param required keys that must be there, dotted, in the order of the output
 * @param allowed what keys of these allow, where the definition doesn't say
 * @param defaults what stands for those of them that are left out, dotted. Default: nothing
 */
export function customResourceSpec<Spec extends object>(
  definition: object,
  required: readonly KeyIn<Spec>[],
  allowed: Readonly<Partial<Record<KeyIn<Spec>, string>>>,
  defaults?: Readonly<Partial<Record<KeyIn<Spec>, unknown>>>,
): z.ZodObject<Shape<Spec>> {
  const keys = required.map((key) => ({ path: key.split('.'), allowed: allowed[key] }));
  const schema = Object.entries(defaults ?? {}).reduce<JsonSchema>(
    (filled, [key, value]) => withDefault(filled, key.split('.'), value),
    requiring(definition, keys),
  );
  return z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]) as never;
}

function withDefault(schema: JsonSchema, [key, ...below]: readonly string[], value: unknown): JsonSchema {
  if (key === undefined) return { ...schema, default: value };
  const { properties = {}, required = [] } = schema;
  return {
    ...schema,
    required: below.length > 0 ? required : required.filter((name) => name !== key),
    properties: { ...properties, [key]: withDefault(properties[key] ?? {}, below, value) },
  };
}

type Shape<Spec> = {
  [Key in keyof Spec]-?: undefined extends Spec[Key]
    ? z.ZodOptional<z.ZodType<Exclude<Spec[Key], undefined>>>
    : z.ZodType<Spec[Key]>;
};

interface RequiredKey {
  readonly path: readonly string[];
  readonly allowed?: string | undefined;
}

/** A schema that requires more keys. They come first in its output, and so in text made from it. */
function requiring(schema: JsonSchema, keys: readonly RequiredKey[]): JsonSchema {
  const allowed = keys.find(({ path }) => path.length === 0)?.allowed;
  const { properties = {}, required = [] } = schema;
  const first = keys.flatMap(({ path: [key] }) => key ?? []);
  const names = new Set([...first, ...Object.keys(properties)]);
  const childOf = (name: string) => {
    const below = keys.filter(({ path: [key] }) => key === name);
    return requiring(
      properties[name] ?? {},
      below.map(({ path, ...key }) => ({ ...key, path: path.slice(1) })),
    );
  };
  return {
    ...schema,
    ...(allowed && { description: allowed }),
    ...(first.length > 0 && {
      required: [...new Set([...first, ...required])],
      properties: Object.fromEntries([...names].map((name) => [name, childOf(name)])),
    }),
  };
}
