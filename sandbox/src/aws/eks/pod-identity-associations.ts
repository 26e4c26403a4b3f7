import type { PodIdentityAssociation } from '@aws-sdk/client-eks';
import { jsonBody, type EmulatorClient } from '../emulator-client.js';
import { jsonReply, type AwsReply } from '../message.js';
import type { RememberedFields } from '../remembered-fields.js';
import { requestBody, type EksRequest, type Route } from './route.js';

type TagMap = Readonly<Record<string, string>>;

/** Pod Identity associations whose tags can change: the emulator tags every EKS resource except these. */
export class PodIdentityAssociations {
  readonly routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/clusters/{cluster}/pod-identity-associations/{id}',
      handle: async (request) => await this.fill(request),
    },
    {
      method: 'POST',
      path: '/clusters/{cluster}/pod-identity-associations/{id}',
      handle: async (request) => await this.fill(request),
    },
    { method: 'GET', path: '/tags/{arn}', handle: async (request) => await this.listTags(request) },
    { method: 'POST', path: '/tags/{arn}', handle: async (request) => await this.tag(request) },
    { method: 'DELETE', path: '/tags/{arn}', handle: async (request) => await this.untag(request) },
  ];

  constructor(
    private readonly emulator: EmulatorClient,
    private readonly remembered: RememberedFields,
  ) {}

  private async fill({ aws }: EksRequest): Promise<AwsReply> {
    const { association } = jsonBody<{ association: PodIdentityAssociation }>(await this.emulator.send(aws));
    return jsonReply(200, { association: { ...association, ...this.remembered.get(keyOf(association)) } });
  }

  private async listTags(request: EksRequest): Promise<AwsReply | undefined> {
    const association = await this.find(request);
    return association && jsonReply(200, { tags: association.tags });
  }

  private async tag(request: EksRequest): Promise<AwsReply | undefined> {
    const association = await this.find(request);
    if (association === undefined) return undefined;
    const { tags } = requestBody<{ tags: TagMap }>(request);
    this.remembered.set(keyOf(association), { tags: { ...association.tags, ...tags } });
    return jsonReply(200, {});
  }

  private async untag(request: EksRequest): Promise<AwsReply | undefined> {
    const association = await this.find(request);
    if (association === undefined) return undefined;
    const removed = request.query.getAll('tagKeys');
    const kept = Object.entries(association.tags ?? {}).filter(([name]) => !removed.includes(name));
    this.remembered.set(keyOf(association), { tags: Object.fromEntries(kept) });
    return jsonReply(200, {});
  }

  /** The association that a tag request names; undefined if it names another kind of resource. */
  private async find({ path }: EksRequest): Promise<PodIdentityAssociation | undefined> {
    const named = /:podidentityassociation\/([^/]+)\/([^/]+)$/.exec(path.arn ?? '');
    if (named === null) return undefined;
    const [, cluster, id] = named;
    const { association } = await this.emulator.eks<{ association: PodIdentityAssociation }>(
      'GET',
      `/clusters/${cluster}/pod-identity-associations/${id}`,
    );
    return { ...association, ...this.remembered.get(keyOf(association)) };
  }
}

/** Below the cluster's key, so that forgetting the cluster forgets its associations; ids are never used twice. */
function keyOf(association: PodIdentityAssociation): string {
  return `cluster/${association.clusterName}/pod-identity-association/${association.associationId}`;
}
