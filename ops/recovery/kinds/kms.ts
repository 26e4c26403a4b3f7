import {
  DescribeKeyCommand,
  paginateListAliases,
  paginateListResourceTags,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { paginateGetResources } from '@aws-sdk/client-resource-groups-tagging-api';
import { allPages } from '../aws-clients';
import { tagsOf, type Find, type Lookup, type Tags } from './kind';

/** Keys by their alias or, where that was not made yet, by their tags. Aliases by their names, with the tags of their keys. */
export const kmsKinds: Readonly<Record<string, Find>> = {
  aws_kms_key: async (planned, lookup) => {
    const { kms } = lookup.clients;
    const name = planned.displayName;
    if (name === undefined) return undefined;
    const target = await targetOf(kms, `alias/${name}`);
    const ids = target === undefined ? await keysTagged({ ...lookup.ownTags, Name: name }, lookup) : [target];
    for (const id of ids) {
      if (!lookup.isKnown('aws_kms_key', id) && (await isInUse(kms, id)))
        return { importId: id, tags: await tagsOfKey(kms, id) };
    }
    return undefined;
  },
  aws_kms_alias: async (planned, { clients: { kms } }) => {
    const name = planned.text('name');
    const target = name === undefined ? undefined : await targetOf(kms, name);
    return target === undefined || name === undefined
      ? undefined
      : { importId: name, tags: await tagsOfKey(kms, target) };
  },
};

/** Whether a key is not one of those that were destroyed and are kept for a month, with their tags. */
export async function isInUse(kms: KMSClient, id: string): Promise<boolean> {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: id }));
  return KeyMetadata?.KeyState !== 'PendingDeletion';
}

async function targetOf(client: KMSClient, alias: string): Promise<string | undefined> {
  const aliases = await allPages(paginateListAliases({ client }, {}), (page) => page.Aliases);
  return aliases.find(({ AliasName }) => AliasName === alias)?.TargetKeyId;
}

async function tagsOfKey(client: KMSClient, KeyId: string): Promise<Tags> {
  return tagsOf(await allPages(paginateListResourceTags({ client }, { KeyId }), (page) => page.Tags));
}

async function keysTagged(tags: Tags, { clients }: Lookup): Promise<readonly string[]> {
  const TagFilters = Object.entries(tags).map(([Key, value]) => ({ Key, Values: [value] }));
  const found = await allPages(
    paginateGetResources({ client: clients.tagging }, { ResourceTypeFilters: ['kms:key'], TagFilters }),
    (page) => page.ResourceTagMappingList,
  );
  return found.flatMap(({ ResourceARN }) => ResourceARN?.split('/').at(-1) ?? []);
}
