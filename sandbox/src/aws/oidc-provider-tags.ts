import type { EmulatorClient } from './emulator-client.js';
import {
  onceAccepted,
  rewritten,
  xmlReply,
  type AwsReply,
  type AwsRequest,
  type Interceptor,
} from './message.js';
import type { Fields, RememberedFields } from './remembered-fields.js';
import { escapeXml, listParameter } from './xml.js';

type TagMap = Readonly<Record<string, string>>;

/** Tags of IAM OIDC providers: the emulator keeps those from the creation and can't change them. */
export class OidcProviderTags implements Interceptor {
  constructor(
    private readonly emulator: Pick<EmulatorClient, 'send'>,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    const arn = parameters.get('OpenIDConnectProviderArn') ?? '';
    const action = parameters.get('Action') ?? '';
    switch (action) {
      case 'GetOpenIDConnectProvider':
        return await this.fill(request, arn);
      case 'DeleteOpenIDConnectProvider':
        return onceAccepted(await this.emulator.send(request), () => this.remembered.forget(keyOf(arn)));
      case 'TagOpenIDConnectProvider':
        return await this.change(request, arn, action, (tags) => ({ ...tags, ...tagsIn(parameters) }));
      case 'UntagOpenIDConnectProvider':
        return await this.change(request, arn, action, (tags) =>
          without(tags, listParameter(parameters, 'TagKeys.member')),
        );
      default:
        return undefined;
    }
  }

  private async fill(request: AwsRequest, arn: string): Promise<AwsReply> {
    const reply = await this.emulator.send(request);
    const { tags } = this.remembered.get(keyOf(arn)) as { tags?: TagMap };
    if (reply.status !== 200 || tags === undefined) return reply;
    return rewritten(reply, (xml) => xml.replace(/<Tags>.*<\/Tags>/s, () => tagsXml(tags)));
  }

  private async change(
    request: AwsRequest,
    arn: string,
    action: string,
    changed: (tags: TagMap) => TagMap,
  ): Promise<AwsReply> {
    const query = {
      Action: 'GetOpenIDConnectProvider',
      Version: '2010-05-08',
      OpenIDConnectProviderArn: arn,
    };
    const described = await this.fill(
      { ...request, body: Buffer.from(new URLSearchParams(query).toString()) },
      arn,
    );
    if (described.status !== 200) return described;
    const fields: Fields = { tags: changed(parseTags(described.body.toString('utf8'))) };
    this.remembered.set(keyOf(arn), fields);
    return xmlReply(
      `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ResponseMetadata><RequestId>sandbox</RequestId></ResponseMetadata></${action}Response>`,
    );
  }
}

function keyOf(arn: string): string {
  return `oidc-provider/${arn}`;
}

function tagsIn(parameters: URLSearchParams): TagMap {
  const keys = listParameter(parameters, 'Tags.member', '.Key');
  const values = listParameter(parameters, 'Tags.member', '.Value');
  return Object.fromEntries(keys.map((name, index) => [name, values[index] ?? '']));
}

function without(tags: TagMap, removed: readonly string[]): TagMap {
  return Object.fromEntries(Object.entries(tags).filter(([name]) => !removed.includes(name)));
}

function tagsXml(tags: TagMap): string {
  const members = Object.entries(tags).map(
    ([name, value]) => `<member><Key>${escapeXml(name)}</Key><Value>${escapeXml(value)}</Value></member>`,
  );
  return `<Tags>${members.join('')}</Tags>`;
}

function parseTags(xml: string): TagMap {
  const members = xml.matchAll(/<member><Key>([^<]*)<\/Key><Value>([^<]*)<\/Value><\/member>/g);
  return Object.fromEntries([...members].map(([, name = '', value = '']) => [name, value]));
}
