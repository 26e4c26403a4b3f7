import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsReply } from '../../../sandbox/src/aws/message.js';
import { OidcProviderTags } from '../../../sandbox/src/aws/oidc-provider-tags.js';
import { RememberedFields } from '../../../sandbox/src/aws/remembered-fields.js';

const arn = 'arn:aws:iam::000000000000:oidc-provider/oidc.eks.eu-west-2.amazonaws.com/id/A';
const described =
  '<GetOpenIDConnectProviderResult><Url>https://a</Url>' +
  '<Tags><member><Key>a</Key><Value>1</Value></member></Tags></GetOpenIDConnectProviderResult>';
const folder = mkdtempSync(join(tmpdir(), 'oidc-tags-'));
let providers: OidcProviderTags;

beforeEach(() => {
  const emulator = {
    send: (): Promise<AwsReply> =>
      Promise.resolve({ status: 200, headers: {}, body: Buffer.from(described) }),
  };
  const remembered = new RememberedFields(folder);
  remembered.forget(`oidc-provider/${arn}`);
  providers = new OidcProviderTags(emulator, remembered);
});

afterAll(() => rmSync(folder, { recursive: true }));

async function call(parameters: Readonly<Record<string, string>>): Promise<string | undefined> {
  const body = new URLSearchParams({ OpenIDConnectProviderArn: arn, ...parameters }).toString();
  const reply = await providers.handle({ method: 'POST', url: '/', headers: {}, body: Buffer.from(body) });
  return reply?.body.toString('utf8');
}

async function tags(): Promise<string | undefined> {
  const xml = await call({ Action: 'GetOpenIDConnectProvider' });
  return /<Tags>.*<\/Tags>/.exec(xml ?? '')?.[0];
}

test('a provider that nobody has tagged is as the emulator describes it', async () => {
  expect(await tags()).toBe('<Tags><member><Key>a</Key><Value>1</Value></member></Tags>');
});

test('a new tag joins those of the creation', async () => {
  const tag = { 'Tags.member.1.Key': 'b', 'Tags.member.1.Value': '2' };
  await call({ Action: 'TagOpenIDConnectProvider', ...tag });
  expect(await tags()).toContain('<member><Key>a</Key><Value>1</Value></member><member><Key>b</Key>');
});

test('a removed tag is gone', async () => {
  await call({ Action: 'UntagOpenIDConnectProvider', 'TagKeys.member.1': 'a' });
  expect(await tags()).toBe('<Tags></Tags>');
});

test('another action is left to the emulator', async () => {
  expect(await call({ Action: 'ListRoles' })).toBeUndefined();
});
