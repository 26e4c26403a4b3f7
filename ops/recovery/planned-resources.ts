import * as z from 'zod';
import { UsageError } from '../usage-error';

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
          after: z.record(z.string(), z.unknown()).nullish(),
          importing: z.object({ id: z.string().optional() }).nullish(),
          replace_paths: z.array(z.array(z.unknown())).optional(),
        }),
      }),
    )
    .default([]),
});

/** A resource that a plan makes. */
export class PlannedResource {
  constructor(
    readonly address: string,
    readonly type: string,
    private readonly after: Readonly<Record<string, unknown>>,
  ) {}

  /** The text of an attribute. @returns undefined when it is not set, or not known before the apply */
  text(attribute: string): string | undefined {
    const value = this.after[attribute];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  number(attribute: string): number | undefined {
    const value = this.after[attribute];
    return typeof value === 'number' ? value : undefined;
  }

  /** The name by which AWS shows it: its tag `Name`, or its own. */
  get displayName(): string | undefined {
    const tags = this.after.tags as Readonly<Record<string, string>> | null | undefined;
    return tags?.Name ?? this.text('name');
  }
}

/** What a plan does with what exists already. */
export interface ImportedResource {
  readonly address: string;
  /** Attributes because of which it would be replaced, although nobody asked for that. @default - it stays */
  readonly replacedBecauseOf?: readonly string[];
}

export interface PlannedChanges {
  /** AWS resources that the plan makes. */
  readonly creates: readonly PlannedResource[];
  readonly imports: readonly ImportedResource[];
}

/**
 * @param json what `terraform show -json <plan file>` writes
 * @throws UsageError when it is not that
 */
export function readPlan(json: string): PlannedChanges {
  const changes = parse(json).resource_changes.filter(({ mode }) => mode === 'managed');
  return {
    creates: changes
      .filter(
        ({ type, change }) =>
          type.startsWith('aws_') && change.actions.join() === 'create' && change.importing == null,
      )
      .map(({ address, type, change }) => new PlannedResource(address, type, change.after ?? {})),
    imports: changes
      .filter(({ change }) => change.importing != null)
      .map(({ address, action_reason, change }) => ({
        address,
        ...(change.actions.includes('delete') &&
          action_reason !== 'replace_by_request' && {
            replacedBecauseOf: (change.replace_paths ?? []).map((path) => path.join('.')),
          }),
      })),
  };
}

function parse(json: string): z.output<typeof planSchema> {
  try {
    return planSchema.parse(JSON.parse(json));
  } catch {
    throw new UsageError('Not a plan. Allowed: what `terraform show -json <plan file>` writes.');
  }
}
