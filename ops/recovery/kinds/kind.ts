import type { AwsClients } from '../aws-clients';
import type { PlannedResource } from '../planned-resources';

/** The tags of something in AWS. */
export type Tags = Readonly<Record<string, string>>;

/** Something that exists in AWS. */
export interface LiveResource {
  /** The id that `terraform import` takes. */
  readonly importId: string;
  /** Absent if AWS keeps no tags for the type: such a thing belongs to whatever it is a part of. */
  readonly tags?: Tags;
  /** @default settled */
  readonly condition?: Condition;
  /** AWS' own word for the condition. */
  readonly status?: string;
}

/** Whether AWS is still creating, changing or deleting it, or failed to create it. */
export type Condition = 'settled' | 'changing' | 'failed';

/** What lookups work with. */
export interface Lookup {
  readonly clients: AwsClients;
  readonly account: string;
  readonly partition: string;
  /** The two tags that everything of the fleet has, if AWS keeps tags for it. */
  readonly ownTags: Tags;
  /** Whether it is already in a state of the fleet, so that nobody needs to look for it. */
  readonly isKnown: (type: string, id: string) => boolean;
}

/** How to find in AWS what a planned resource would create again. */
export type Find = (planned: PlannedResource, lookup: Lookup) => Promise<LiveResource | undefined>;

/** Finds something by attributes that must all be known: an unknown one names something that is yet to be created. */
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

/** Reads tags from AWS's answers, which spell a pair in four ways. */
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
