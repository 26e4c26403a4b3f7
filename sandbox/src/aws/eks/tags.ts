import { jsonBody, type EmulatorClient } from '../emulator-client.js';
import { jsonReply, type AwsReply } from '../message.js';
import type { EksRequest, Route } from './route.js';

/** Tags of EKS resources. The emulator lists them rightly, but describes a resource with the tags of its creation. */
export class Tags {
  readonly routes: readonly Route[] = [
    { method: 'DELETE', path: '/tags/{arn}', handle: async (request) => await this.untag(request) },
  ];

  constructor(private readonly emulator: EmulatorClient) {}

  async of(arn: string): Promise<Readonly<Record<string, string>>> {
    const { tags } = await this.emulator.eks<{ tags: Record<string, string> }>(
      'GET',
      `/tags/${encodeURIComponent(arn)}`,
    );
    return tags;
  }

  /** The emulator takes the first key only, so each goes on its own. */
  private async untag(request: EksRequest): Promise<AwsReply> {
    for (const tagKey of request.query.getAll('tagKeys')) {
      const url = `/tags/${encodeURIComponent(request.path.arn ?? '')}?${new URLSearchParams({ tagKeys: tagKey }).toString()}`;
      jsonBody(await this.emulator.send({ ...request.aws, url }));
    }
    return jsonReply(200, {});
  }
}
