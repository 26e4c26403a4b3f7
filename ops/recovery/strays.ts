import { paginateListRoles, ListRoleTagsCommand, type IAMClient } from '@aws-sdk/client-iam';
import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api';
import { allPages } from './aws-clients';
import { ec2TaggedTypes, isGone, listOwn } from './kinds/ec2-tagged';
import { isInUse } from './kinds/kms';
import { isOwn, tagsOf, type Lookup, type Tags } from './kinds/kind';
import type { StateResource } from './stack-state';

/** Something in AWS with the tags of the fleet that is in none of its states. */
export interface Stray {
  /** What it is: a type of the provider, or the service and kind of an ARN. */
  readonly kind: string;
  readonly id: string;
  readonly name?: string;
}

export interface Strays {
  readonly strays: readonly Stray[];
  /** What could not be listed, and why. */
  readonly notKnown: readonly string[];
}

export interface StraysProps {
  readonly lookup: Lookup;
  readonly inStates: readonly StateResource[];
  /** What the names of the fleet's roles begin with. */
  readonly clusterName: string;
}

/** Lists what has the tags of the fleet and is in none of its states. */
export async function findStrays({ lookup, inStates, clusterName }: StraysProps): Promise<Strays> {
  const known = new Set(inStates.flatMap(namesInState));
  const lists: readonly (readonly [what: string, list: Promise<readonly Stray[]>])[] = [
    ...ec2TaggedTypes.map((type) => [type, inEc2(type, lookup)] as const),
    ['tagged resources', byTaggingApi(lookup)],
    ['aws_iam_role', roles(`${clusterName}-`, lookup)],
  ];
  const results = await Promise.allSettled(lists.map(([, list]) => list));
  const found = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  return {
    strays: found.filter(({ id }) => !known.has(id)),
    notKnown: results.flatMap((result, index) =>
      result.status === 'rejected'
        ? [`${lists[index]![0]}: ${(result.reason as Error).name}: ${(result.reason as Error).message}`]
        : [],
    ),
  };
}

/** By what something in a state is known to AWS: the provider has ARNs of parts of a cluster under names of their own. */
function namesInState({ id, arn, attributes }: StateResource): string[] {
  const arns = [arn, attributes.access_entry_arn, attributes.association_arn];
  return [id, ...arns].flatMap((name) => (typeof name === 'string' ? [name.replace(/:\*$/, '')] : []));
}

async function inEc2(type: string, lookup: Lookup): Promise<readonly Stray[]> {
  const items = await listOwn(type, lookup);
  return items.filter((item) => !isGone(item)).map(({ id, name }) => ({ kind: type, id, name }));
}

/** Services whose resources the tagging API has, without EC2, which is asked itself and knows what is gone. */
const services = ['budgets', 'ecr', 'eks', 'events', 'kms', 'logs', 'sqs'];

async function byTaggingApi({ clients, ownTags }: Lookup): Promise<readonly Stray[]> {
  const TagFilters = Object.entries(ownTags).map(([Key, value]) => ({ Key, Values: [value] }));
  const listed = await allPages(
    paginateGetResources({ client: clients.tagging }, { TagFilters }),
    (page) => page.ResourceTagMappingList,
  );
  const found: Stray[] = [];
  for (const { ResourceARN: arn = '', Tags } of listed) {
    const [, , service = '', , , ...resource] = arn.split(':');
    const [kind = '', ...rest] = resource.join(':').split(/[/:]/);
    if (!services.includes(service) || kind === 'podidentityassociation') continue;
    if (service === 'kms' && !(await isInUse(clients.kms, rest.join('/')))) continue;
    found.push({
      kind: rest.length === 0 ? service : `${service} ${kind}`,
      id: arn.replace(/:\*$/, ''),
      name: nameOf(tagsOf(Tags), rest.join('/') || kind),
    });
  }
  return found;
}

function nameOf(tags: Tags, ownName: string): string {
  return tags.Name ?? ownName;
}

async function roles(prefix: string, { clients, ownTags }: Lookup): Promise<readonly Stray[]> {
  const { iam: client } = clients;
  const all = await allPages(paginateListRoles({ client }, {}), (page) => page.Roles);
  const named = all.flatMap(({ RoleName }) => (RoleName?.startsWith(prefix) ? [RoleName] : []));
  const tags = await Promise.all(named.map((name) => tagsOfRole(client, name)));
  return named
    .filter((_, index) => isOwn(tags[index]!, ownTags))
    .map((name) => ({ kind: 'aws_iam_role', id: name }));
}

async function tagsOfRole(client: IAMClient, RoleName: string): Promise<Tags> {
  return tagsOf((await client.send(new ListRoleTagsCommand({ RoleName }))).Tags);
}
