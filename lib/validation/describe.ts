import * as z from 'zod';
import { valueAt, type Path } from './path';

type Schema = z.core.$ZodType;

/**
 * What a schema allows at a path, to complete "Allowed: ": the description of the key, or what follows from its type.
 *
 * @param data the file's values, which decide between the options of a union
 */
export function allowedAt(root: Schema, path: Path, data: unknown): string {
  return schemasAt(root, path, data).map(allowed).join(', ');
}

/** The keys of the mapping at a path. */
export function keysAt(root: Schema, path: Path, data: unknown): readonly string[] {
  return schemasAt(root, path, data)
    .flatMap((schema) => options(schema, valueAt(data, path)))
    .flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));
}

/** Whether a value would be valid at a path, as far as it can be told by itself. */
export function acceptsAt(root: Schema, path: Path, data: unknown, value: unknown): boolean {
  return schemasAt(root, path, data).some((schema) => z.safeParse(schema, value).success);
}

function schemasAt(root: Schema, path: Path, data: unknown): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (schemas, key, index) =>
      schemas.flatMap((schema) =>
        options(schema, valueAt(data, path.slice(0, index))).flatMap((one) => child(one, key)),
      ),
    [root],
  );
}

function child(schema: Schema, key: PropertyKey): readonly Schema[] {
  if (schema instanceof z.ZodObject) {
    const found = (schema.shape as Record<PropertyKey, Schema>)[key];
    return found ? [found] : [];
  }
  if (schema instanceof z.ZodArray) return [schema.element];
  return schema instanceof z.ZodRecord ? [schema.valueType] : [];
}

/** The schema itself, or of a union the option whose discriminator the value has, or else all options. */
function options(schema: Schema, value: unknown): readonly Schema[] {
  const inner = unwrap(schema);
  if (!(inner instanceof z.ZodDiscriminatedUnion)) return [inner];
  const { discriminator } = inner.def;
  const full = inFull(schema, value);
  const fitting = inner.options.filter((option) => {
    const [literal] = child(option, discriminator);
    return literal instanceof z.ZodLiteral && literal.value === valueAt(full, [discriminator]);
  });
  return fitting.length > 0 ? fitting : inner.options;
}

/** The value that a `shorthand` stands for. */
function inFull(schema: Schema, value: unknown): unknown {
  return schema instanceof z.ZodPipe && schema.def.in instanceof z.ZodTransform
    ? z.safeParse(schema.def.in, value).data
    : value;
}

function allowed(schema: Schema): string {
  const description = descriptionOf(schema);
  if (description !== undefined) return description;
  const inner = unwrap(schema);
  if (inner instanceof z.ZodEnum) return inner.options.join(', ');
  if (inner instanceof z.ZodLiteral) return [...inner.values].join(', ');
  if (inner instanceof z.ZodBoolean) return 'true or false';
  const keys = options(inner, undefined).flatMap((one) =>
    one instanceof z.ZodObject ? Object.keys(one.shape) : [],
  );
  return `a mapping with the keys ${[...new Set(keys)].join(', ')}`;
}

function descriptionOf(schema: Schema): string | undefined {
  const description = z.globalRegistry.get(schema)?.description;
  if (description !== undefined) return description;
  return isWrapper(schema) ? descriptionOf(schema.def.innerType) : undefined;
}

function unwrap(schema: Schema): Schema {
  if (schema instanceof z.ZodPipe) return unwrap(schema.def.out);
  return isWrapper(schema) ? unwrap(schema.def.innerType) : schema;
}

function isWrapper(schema: Schema): schema is z.ZodDefault | z.ZodPrefault | z.ZodOptional | z.ZodNullable {
  return [z.ZodDefault, z.ZodPrefault, z.ZodOptional, z.ZodNullable].some(
    (wrapper) => schema instanceof wrapper,
  );
}
