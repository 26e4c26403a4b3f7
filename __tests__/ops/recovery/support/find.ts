import type { Lookup } from '../../../../ops/recovery/kinds/kind';
import { PlannedResource } from '../../../../ops/recovery/planned-resources';
import { findUnknown, type UnknownResources } from '../../../../ops/recovery/unknown-resources';
import { stubbedClients, type Answers } from './stubbed-clients';

/** The tags of the fleet. */
export const ownTags = { Environment: 'dev', ManagedBy: 'infra-fleet' };
/** The same as most services spell them. */
export const own = Object.entries(ownTags).map(([Key, Value]) => ({ Key, Value }));

/** A resource that a plan creates. */
export function planned(type: string, after: Record<string, unknown>): PlannedResource {
  return new PlannedResource(`${type}.it`, type, after);
}

/** Looks for planned resources in an AWS that gives these answers. @param inState `type id` of what a state has */
export async function find(
  creates: readonly PlannedResource[],
  answers: Answers,
  inState: readonly string[] = [],
): Promise<UnknownResources> {
  const { clients } = stubbedClients(answers);
  const lookup: Lookup = {
    clients,
    account: '000000000000',
    partition: 'aws',
    ownTags,
    isKnown: (type, id) => inState.includes(`${type} ${id}`),
  };
  return await findUnknown(creates, lookup);
}

/** What is found of a single planned resource, as `terraform import` wants it. */
export async function importId(type: string, after: Record<string, unknown>, answers: Answers) {
  return (await find([planned(type, after)], answers)).known[0]?.importId;
}
