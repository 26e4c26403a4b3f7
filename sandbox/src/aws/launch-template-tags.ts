import type { EmulatorClient } from './emulator-client.js';
import type { AwsReply, AwsRequest, Interceptor } from './message.js';

/** Tags of launch templates: the emulator describes the tags from the creation and stores later ones separately. */
export class LaunchTemplateTags implements Interceptor {
  constructor(private readonly emulator: EmulatorClient) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const parameters = new URLSearchParams(request.body.toString('utf8'));
    if (parameters.get('Action') !== 'DescribeLaunchTemplates') return undefined;
    const reply = await this.emulator.send(request);
    let xml = reply.body.toString('utf8');
    for (const [, id = ''] of xml.matchAll(/<launchTemplateId>([^<]+)<\/launchTemplateId>/g)) {
      xml = withTags(xml, id, tagSet(await this.describeTags(id)));
    }
    return { ...reply, body: Buffer.from(xml) };
  }

  private async describeTags(id: string): Promise<string> {
    return await this.emulator.ec2('DescribeTags', {
      'Filter.1.Name': 'resource-id',
      'Filter.1.Value.1': id,
    });
  }
}

/** The answer of DescribeLaunchTemplates with one template's tags replaced. */
export function withTags(xml: string, id: string, tags: string): string {
  const template = new RegExp(`(<launchTemplateId>${id}</launchTemplateId>.*?)<tagSet>.*?</tagSet>`, 's');
  return xml.replace(template, (_all, before: string) => before + tags);
}

/** The tags of a DescribeTags answer in the form used in other answers. */
export function tagSet(xml: string): string {
  const items = [...xml.matchAll(/<item>(.*?)<\/item>/gs)].map(([, item = '']) => {
    const key = /<key>.*?<\/key>/s.exec(item)?.[0] ?? '';
    const value = /<value>.*?<\/value>|<value\/>/s.exec(item)?.[0] ?? '<value></value>';
    return `<item>${key}${value}</item>`;
  });
  return `<tagSet>${items.join('')}</tagSet>`;
}
