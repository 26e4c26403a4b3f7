import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';

/** The part of a `-refresh-only` plan that is read (https://developer.hashicorp.com/terraform/internals/json-format). */
const planSchema = z.object({
  resource_drift: z
    .array(
      z.object({
        address: z.string(),
        change: z.object({
          before: z.record(z.string(), z.unknown()).nullable(),
          after: z.record(z.string(), z.unknown()).nullable(),
        }),
      }),
    )
    .default([]),
  configuration: z
    .object({
      root_module: z.object({
        resources: z
          .array(
            z.object({ address: z.string(), expressions: z.record(z.string(), z.unknown()).default({}) }),
          )
          .default([]),
      }),
    })
    .default({ root_module: { resources: [] } }),
});

/** A resource that differs from the state. */
export interface Drifted {
  readonly address: string;
  /** The attributes that differ. @default - it no longer exists */
  readonly attributes?: readonly string[];
}

/** The part of `cdk.tf.json` that is read: the attributes that others may change. */
const stackSchema = z.object({
  resource: z
    .record(
      z.string(),
      z.record(
        z.string(),
        z.object({
          lifecycle: z
            .object({ ignore_changes: z.union([z.literal('all'), z.array(z.string())]).optional() })
            .optional(),
        }),
      ),
    )
    .default({}),
});

/**
 * What differs from the state among the attributes that the configuration sets and doesn't leave to others (`ignore_changes`).
 * Terraform itself reports more: attributes that were never set and are read as empty, and those that show what other resources of
 * the stack created, such as the routes of a route table.
 *
 * @param planJson what `terraform show -json <plan file>` writes of a `-refresh-only` plan
 * @param stackJson the stack's `cdk.tf.json`
 */
export function driftedIn(planJson: string, stackJson: string): readonly Drifted[] {
  const { resource_drift: changes, configuration } = planSchema.parse(JSON.parse(planJson));
  const { resource } = stackSchema.parse(JSON.parse(stackJson));
  const configured = new Map(
    configuration.root_module.resources.map(({ address, expressions }) => [address, expressions]),
  );
  return changes
    .map(({ address, change: { before, after } }): Drifted => {
      if (after === null) return { address };
      const [type = '', name = ''] = withoutIndex(address).split('.');
      const ignored = resource[type]?.[name]?.lifecycle?.ignore_changes ?? [];
      if (ignored === 'all') return { address, attributes: [] };
      const expressions = { ...configured.get(withoutIndex(address)), tags_all: {} };
      const attributes = differences(before ?? {}, after, expressions, '');
      return { address, attributes: attributes.filter((path) => !ignored.includes(path)) };
    })
    .filter(({ attributes }) => attributes === undefined || attributes.length > 0);
}

/** The address of a resource without the key of its instance. */
function withoutIndex(address: string): string {
  return address.replace(/\[.*\]$/, '');
}

/**
 * The paths of attributes that differ, for example `metadata[0].labels`, among those that have an expression. Blocks are lists of
 * expressions, or one group of them, by name.
 */
function differences(before: unknown, after: unknown, expression: unknown, path: string): readonly string[] {
  const [one, other] = [withoutEmpty(before), withoutEmpty(after)];
  if (isDeepStrictEqual(one, other)) return [];
  if (!isGroup(expression) || typeof before !== 'object' || typeof after !== 'object') return [path];
  return Object.entries(expression).flatMap(([key, inner]) => {
    const step = Array.isArray(expression) ? `[${key}]` : `${path === '' ? '' : '.'}${key}`;
    return differences(valueAt(before, key), valueAt(after, key), inner, `${path}${step}`);
  });
}

function isGroup(expression: unknown): expression is object {
  if (typeof expression !== 'object' || expression === null || Object.keys(expression).length === 0)
    return false;
  return Array.isArray(expression) || !('constant_value' in expression || 'references' in expression);
}

function valueAt(value: object | null, key: string): unknown {
  return value === null ? undefined : (value as Readonly<Record<string, unknown>>)[key];
}

/** A value without its empty parts; undefined if nothing is left. */
function withoutEmpty(value: unknown): unknown {
  if (value === null || value === '') return undefined;
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, withoutEmpty(item)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
