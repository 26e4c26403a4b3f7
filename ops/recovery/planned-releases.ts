import * as z from 'zod';

/** The part of `terraform show -json` that is read (https://developer.hashicorp.com/terraform/internals/json-format). */
const planSchema = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        action_reason: z.string().optional(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.record(z.string(), z.unknown()).nullable(),
          after: z.record(z.string(), z.unknown()).nullable(),
          after_unknown: z.unknown(),
        }),
      }),
    )
    .default([]),
});

type ResourceChange = z.output<typeof planSchema>['resource_changes'][number];

/** A Helm release that a plan changes. */
export interface PlannedRelease {
  /** The resource's address in the stack. */
  readonly address: string;
  readonly namespace: string;
  readonly name: string;
  /** Whether the change can't go through as it is planned; see `takeInAgain`. */
  readonly mustBeTakenInAgain: boolean;
}

/**
 * The Helm releases that a plan creates, updates or replaces. One whose namespace is not known yet is not there either, and is
 * left out.
 *
 * @param planJson what `terraform show -json <plan file>` writes
 */
export function plannedReleases(planJson: string): readonly PlannedRelease[] {
  return planSchema
    .parse(JSON.parse(planJson))
    .resource_changes.filter(({ mode, type }) => mode === 'managed' && type === 'helm_release')
    .flatMap(toPlannedRelease);
}

function toPlannedRelease(resource: ResourceChange): readonly PlannedRelease[] {
  const { address, change } = resource;
  const { name, namespace } = change.after ?? {};
  const isChanged = change.actions.some((action) => action === 'create' || action === 'update');
  if (!isChanged || typeof name !== 'string' || typeof namespace !== 'string') return [];
  return [{ address, name, namespace, mustBeTakenInAgain: isTainted(resource) || isMisreported(resource) }];
}

function isTainted({ action_reason: reason }: ResourceChange): boolean {
  return reason === 'replace_because_tainted';
}

/**
 * Every update makes a new revision. Where nothing but the status differs, `failed` for `deployed`, the provider hashicorp/helm
 * (as of 3.1.2) plans the metadata of the old revision for it, and Terraform takes the new one's for a fault of the provider:
 * "Provider produced inconsistent result after apply".
 */
function isMisreported({ change: { actions, after_unknown: unknown } }: ResourceChange): boolean {
  const isMetadataUnknown = z.object({ metadata: z.literal(true) }).safeParse(unknown).success;
  return actions.length === 1 && actions[0] === 'update' && !isMetadataUnknown;
}
