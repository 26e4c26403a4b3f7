import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

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

/** A resource that is not as the state has it. */
export interface Drifted {
  readonly address: string;
  /** The attributes that differ. @default - it does not exist any more */
  readonly attributes?: readonly string[];
}

/**
 * What differs from the state of what the configuration asks for. Terraform itself counts more: attributes that were never set
 * and are read as empty, and those that show what other resources of the stack made, such as the routes of a route table.
 *
 * @param planJson what `terraform show -json <plan file>` writes
 */
export function driftedIn(planJson: string): readonly Drifted[] {
  const { resource_drift: changes, configuration } = planSchema.parse(JSON.parse(planJson));
  const configured = new Map(
    configuration.root_module.resources.map(({ address, expressions }) => [
      address,
      [...Object.keys(expressions), 'tags_all'],
    ]),
  );
  return changes
    .map(({ address, change: { before, after } }) => {
      if (after === null) return { address };
      const keys = configured.get(address.replace(/\[.*\]$/, '')) ?? [];
      return { address, attributes: differences(before ?? {}, after, keys) };
    })
    .filter(({ attributes }) => attributes === undefined || attributes.length > 0);
}

type Values = Readonly<Record<string, unknown>>;

function differences(before: Values, after: Values, keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !isDeepStrictEqual(withoutEmpty(before[key]), withoutEmpty(after[key])));
}

function withoutEmpty(value: unknown): unknown {
  if (value === null || value === '') return undefined;
  if (typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .map(([key, item]) => [key, withoutEmpty(item)] as const)
    .filter(([, item]) => item !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
