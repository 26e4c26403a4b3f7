import { isGone, ec2TaggedTypes, listOwn, type Ec2Item } from './kinds/ec2-tagged';
import { namedTypes, repeatableTypes } from './kinds/index';
import { isOwn, type LiveResource, type Lookup } from './kinds/kind';
import type { PlannedResource } from './planned-resources';

/** Something that exists in AWS but in no state, and that a plan would create again. */
export interface Found extends LiveResource {
  readonly address: string;
  readonly type: string;
  /** The name by which AWS shows it. */
  readonly name: string;
}

/** What AWS already has of what a plan creates. */
export interface UnknownResources {
  readonly known: readonly Found[];
  /** With a planned name but without the fleet's tags: it belongs to somebody else. */
  readonly foreign: readonly Found[];
  /** Several with the same name and the fleet's tags: nobody can tell which one is meant. */
  readonly ambiguous: readonly { readonly address: string; readonly ids: readonly string[] }[];
  /** What could not be looked up, and why. */
  readonly notKnown: readonly string[];
}

type Outcome =
  | { readonly found: Found }
  | { readonly ambiguous: UnknownResources['ambiguous'][number] }
  | { readonly notKnown: string }
  | undefined;

/** Looks in AWS for what a plan would create again. Sends all requests at the same time. */
export async function findUnknown(
  creates: readonly PlannedResource[],
  lookup: Lookup,
): Promise<UnknownResources> {
  const [byTags, byNames] = await Promise.all([
    findByTags(creates, lookup),
    Promise.all(creates.map((planned) => findByName(planned, lookup))),
  ]);
  const outcomes = [...byTags, ...byNames].filter((outcome) => outcome !== undefined);
  const found = outcomes.flatMap((outcome) => ('found' in outcome ? [outcome.found] : []));
  const isForeign = ({ tags }: Found) => tags !== undefined && !isOwn(tags, lookup.ownTags);
  return {
    known: found.filter((one) => !isForeign(one)),
    foreign: found.filter(isForeign),
    ambiguous: outcomes.flatMap((outcome) => ('ambiguous' in outcome ? [outcome.ambiguous] : [])),
    notKnown: outcomes.flatMap((outcome) => ('notKnown' in outcome ? [outcome.notKnown] : [])),
  };
}

async function findByName(planned: PlannedResource, lookup: Lookup): Promise<Outcome> {
  const { type, address } = planned;
  if (ec2TaggedTypes.includes(type) || type in repeatableTypes) return undefined;
  const find = namedTypes[type];
  if (find === undefined) return { notKnown: `${address}: there is no way to look for a ${type}` };
  try {
    const live = await find(planned, lookup);
    if (live === undefined || lookup.isKnown(type, live.importId)) return undefined;
    return { found: { ...live, address, type, name: planned.displayName ?? live.importId } };
  } catch (error) {
    return { notKnown: `${address}: ${reasonOf(error)}` };
  }
}

async function findByTags(creates: readonly PlannedResource[], lookup: Lookup): Promise<readonly Outcome[]> {
  const types = ec2TaggedTypes.filter((type) => creates.some((planned) => planned.type === type));
  const lists = await Promise.all(
    types.map(async (type) => ({ type, items: await settle(listOwn(type, lookup)) })),
  );
  const found = new Set<string>();
  // One type after another, parents before their parts: a part is recognized by its parent.
  return lists.flatMap(({ type, items }) =>
    creates
      .filter((planned) => planned.type === type)
      .map((planned) => {
        if (items instanceof Error) return { notKnown: `${planned.address}: ${reasonOf(items)}` };
        const outcome = match(planned, items, found, lookup);
        if (outcome !== undefined && 'found' in outcome) found.add(outcome.found.importId);
        return outcome;
      }),
  );
}

function match(
  planned: PlannedResource,
  items: readonly Ec2Item[],
  found: ReadonlySet<string>,
  lookup: Lookup,
): Outcome {
  const { address, type, displayName: name } = planned;
  const candidates = items.filter(
    (item) =>
      name !== undefined &&
      item.name === name &&
      !isGone(item) &&
      !lookup.isKnown(type, item.id) &&
      Object.entries(item.parents).every(([attribute, id]) => {
        const parent = planned.text(attribute);
        return parent === undefined ? found.has(id) : parent === id;
      }),
  );
  const [item, ...others] = candidates;
  if (item === undefined || name === undefined) return undefined;
  if (others.length > 0) return { ambiguous: { address, ids: candidates.map(({ id }) => id) } };
  const { id, tags, condition, status } = item;
  return { found: { address, type, name, importId: id, tags, condition, status } };
}

async function settle<T>(promise: Promise<T>): Promise<T | Error> {
  try {
    return await promise;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message.split('\n')[0]}`;
}
