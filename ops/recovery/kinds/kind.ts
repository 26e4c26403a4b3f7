import type { AwsClients } from '../aws-clients';
import type { PlannedResource } from '../planned-resources';

/** The tags of something in AWS. */
export type Tags = Readonly<Record<string, string>>;

/** Something that exists in AWS. */
export interface LiveResource {
  /** What `terraform import` wants to know it by. */
  readonly importId: string;
  /** Absent where AWS keeps none for its type: it belongs to what it is a part of. */
  readonly tags?: Tags;
  /** @default settled */
  readonly condition?: Condition;
  /** AWS' own word for the condition. */
  readonly status?: string;
}

/** Whether AWS is still making, changing or removing it, or failed to make it. */
export type Condition = 'settled' | 'changing' | 'failed';

/** What lookups work with. */
export interface Lookup {
  readonly clients: AwsClients;
  readonly account: string;
  readonly partition: string;
  /** The two tags that everything of the fleet has, where AWS keeps tags. */
  readonly ownTags: Tags;
  /** Whether a state of the fleet has it already, so that it is not looked for. */
  readonly isKnown: (type: string, id: string) => boolean;
}

/** How what a planned resource would make again is found in AWS. */
export type Find = (planned: PlannedResource, lookup: Lookup) => Promise<LiveResource | undefined>;

/** Finds by attributes that must all be known: while one is not, what it names is still to be made. */
export function by<Attribute extends string>(
  attributes: readonly Attribute[],
  find: (
    values: Readonly<Record<Attribute, string>>,
    lookup: Lookup,
    planned: PlannedResource,
  ) => Promise<LiveResource | undefined>,
): Find {
  return async (planned, lookup) => {
    const values: Partial<Record<Attribute, string>> = {};
    for (const attribute of attributes) {
      const value = planned.text(attribute);
      if (value === undefined) return undefined;
      values[attribute] = value;
    }
    return await find(values as Record<Attribute, string>, lookup, planned);
  };
}

/** Makes tags of what AWS answers, which has four spellings of a pair. */
export function tagsOf(
  tags:
    | readonly {
        readonly Key?: string;
        readonly Value?: string;
        readonly TagKey?: string;
        readonly TagValue?: string;
      }[]
    | Tags
    | undefined,
): Tags {
  if (tags === undefined) return {};
  if (!Array.isArray(tags)) return tags as Tags;
  return Object.fromEntries(
    (tags as readonly Record<string, string | undefined>[]).map((tag) => [
      tag.Key ?? tag.TagKey ?? '',
      tag.Value ?? tag.TagValue ?? '',
    ]),
  );
}

/** Whether something has the tags of the fleet. */
export function isOwn(tags: Tags, ownTags: Tags): boolean {
  return Object.entries(ownTags).every(([key, value]) => tags[key] === value);
}
