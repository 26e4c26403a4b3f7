import type { AccessEntry } from '@aws-sdk/client-eks';
import { defaultUsername } from '../../kubernetes/principal.js';
import { jsonBody, type EmulatorClient } from '../emulator-client.js';
import { jsonReply, type AwsReply } from '../message.js';
import type { EksRequest, Route } from './route.js';
import type { Tags } from './tags.js';

/** Access entries, with the user name and groups that EKS gives an entry without them. */
export class AccessEntries {
  readonly routes: readonly Route[] = [
    {
      method: 'POST',
      path: '/clusters/{cluster}/access-entries',
      handle: async (request) => await this.fill(request),
    },
    {
      method: 'GET',
      path: '/clusters/{cluster}/access-entries/{principal}',
      handle: async (request) => await this.fill(request),
    },
    {
      method: 'POST',
      path: '/clusters/{cluster}/access-entries/{principal}',
      handle: async (request) => await this.fill(request),
    },
  ];

  constructor(
    private readonly emulator: EmulatorClient,
    private readonly tags: Tags,
  ) {}

  private async fill({ aws }: EksRequest): Promise<AwsReply> {
    const { accessEntry } = jsonBody<{ accessEntry: AccessEntry }>(await this.emulator.send(aws));
    const tags = await this.tags.of(accessEntry.accessEntryArn ?? '');
    return jsonReply(200, { accessEntry: { ...fillAccessEntry(accessEntry), tags } });
  }
}

/** An access entry as EKS describes it. */
export function fillAccessEntry(entry: AccessEntry): AccessEntry {
  const groups = entry.kubernetesGroups ?? [];
  if (entry.type === 'EC2_LINUX') {
    return {
      ...entry,
      username: entry.username === '' ? 'system:node:{{EC2PrivateDNSName}}' : entry.username,
      kubernetesGroups: groups.length === 0 ? ['system:nodes'] : groups,
    };
  }
  return {
    ...entry,
    username: entry.username === '' ? defaultUsername(entry.principalArn ?? '') : entry.username,
  };
}
