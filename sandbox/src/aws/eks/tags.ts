import { jsonBody, type EmulatorClient } from '../emulator-client.js';
import { jsonReply, type AwsReply } from '../message.js';
import type { EksRequest, Route } from './route.js';

/** Tags of EKS resources. The emulator lists them correctly, but describes a resource with the tags it was created with. */
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

  /** The emulator uses only the first key, so each is sent separately. */
  private async untag(request: EksRequest): Promise<AwsReply> {
    for (const tagKey of request.query.getAll('tagKeys')) {
      const url = `/tags/${encodeURIComponent(request.path.arn ?? '')}?${new URLSearchParams({ tagKeys: tagKey }).toString()}`;
      jsonBody(await this.emulator.send({ ...request.aws, url }));
    }
    return jsonReply(200, {});
  }
}
