import { isMapping, type Mapping } from '../../lib/validation/mapping';

const marks = {
  any: 'x-kubernetes-preserve-unknown-fields',
  intOrText: 'x-kubernetes-int-or-string',
  embedded: 'x-kubernetes-embedded-resource',
} as const;

/**
 * A schema of Kubernetes or of a definition as strict JSON Schema: a field that is not in it is refused, as `kubectl` does by
 * default.
 */
export function strictSchema(schema: Mapping): Mapping {
  const { type, format, nullable, items, properties, additionalProperties, $ref } = schema;
  if ($ref !== undefined) return { $ref };
  if (schema[marks.intOrText] === true || format === 'int-or-string')
    return { oneOf: [{ type: 'string' }, { type: 'integer' }] };
  const limits = ['enum', 'required', 'minimum', 'maximum', 'minItems', 'maxItems', 'minLength', 'maxLength'];
  const more = ['pattern', 'minProperties', 'maxProperties'];
  const kept = Object.fromEntries(
    [...limits, ...more].filter((key) => schema[key] !== undefined).map((key) => [key, schema[key]]),
  );
  const of = Object.fromEntries(
    (['oneOf', 'anyOf', 'allOf'] as const)
      .filter((key) => Array.isArray(schema[key]))
      .map((key) => [key, (schema[key] as readonly unknown[]).filter(isMapping).map(looseSchema)]),
  );
  const isOpen = schema[marks.any] === true || schema[marks.embedded] === true;
  return {
    ...kept,
    ...of,
    ...(type !== undefined && { type: nullable === true ? [type, 'null'] : type }),
    ...(isMapping(items) && { items: strictSchema(items) }),
    ...(isMapping(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [
          key,
          isMapping(value) ? strictSchema(value) : value,
        ]),
      ),
      ...(additionalProperties === undefined && !isOpen && { additionalProperties: false }),
    }),
    ...(isMapping(additionalProperties)
      ? { additionalProperties: strictSchema(additionalProperties) }
      : additionalProperties !== undefined && { additionalProperties }),
  };
}

/** In a choice only what it says counts: the fields are named around it. */
function looseSchema(schema: Mapping): Mapping {
  const { properties } = schema;
  const kept = Object.fromEntries(
    Object.entries(schema).filter(
      ([key]) => !key.startsWith('x-') && key !== 'description' && key !== 'nullable',
    ),
  );
  return {
    ...kept,
    ...(isMapping(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [
          key,
          isMapping(value) ? looseSchema(value) : value,
        ]),
      ),
    }),
    ...(isMapping(schema.not) && { not: looseSchema(schema.not) }),
  };
}

/** The schema of a custom resource: every one may have metadata. */
export function customResourceSchema(schema: Mapping): Mapping {
  const strict = strictSchema(schema);
  const { properties = {} } = strict;
  return {
    ...strict,
    ...(isMapping(properties) && {
      properties: {
        ...properties,
        apiVersion: { type: 'string' },
        kind: { type: 'string' },
        metadata: { type: 'object' },
      },
    }),
  };
}
