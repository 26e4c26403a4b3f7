import * as z from 'zod';
import type { JsonSchema } from '../../validation/json-schema';
import type { KeyIn } from '../../validation/path';

/**
 * The spec of a custom resource, checked against the JSON Schema of its definition. A field that a newer definition has needs
 * no code here.
 *
 * @typeParam Spec the part of it that the stacks read, in which everything that they need is required
 * @param required keys that must be there although the definition has defaults for some of them, dotted
 * @param allowed what keys of these allow, where the definition doesn't say
 */
export function customResourceSpec<Spec extends object>(
  definition: object,
  required: readonly KeyIn<Spec>[],
  allowed: Readonly<Partial<Record<KeyIn<Spec>, string>>>,
): z.ZodObject<Shape<Spec>> {
  const keys = required.map((key) => ({ path: key.split('.'), allowed: allowed[key] }));
  return z.fromJSONSchema(requiring(definition, keys) as Parameters<typeof z.fromJSONSchema>[0]) as never;
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
