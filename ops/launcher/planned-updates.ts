import * as z from 'zod';

/** The part of `terraform show -json` that is read (https://developer.hashicorp.com/terraform/internals/json-format). */
const planSchema = z.object({
  resource_changes: z
    .array(
      z.object({
        type: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.unknown().optional(),
          after: z.unknown().optional(),
        }),
      }),
    )
    .default([]),
});

/** A resource that a plan changes in place. */
export interface PlannedUpdate {
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * What a plan changes in place of one type of resource.
 *
 * @param planJson what `terraform show -json <plan file>` writes
 */
export function plannedUpdates(planJson: string, resourceType: string): readonly PlannedUpdate[] {
  return planSchema
    .parse(JSON.parse(planJson))
    .resource_changes.filter(
      ({ type, change }) => type === resourceType && change.actions.join() === 'update',
    )
    .map(({ change }) => change);
}
