import { tagSet, withTags } from '../../../sandbox/src/aws/launch-template-tags.js';

const templates = `<launchTemplates>
  <item><launchTemplateId>lt-1</launchTemplateId><tagSet><item><key>a</key><value>1</value></item></tagSet></item>
  <item><launchTemplateId>lt-2</launchTemplateId><tagSet></tagSet></item>
</launchTemplates>`;

test("one template's tags are replaced", () => {
  expect(withTags(templates, 'lt-2', '<tagSet>new</tagSet>')).toContain(
    '<launchTemplateId>lt-2</launchTemplateId><tagSet>new</tagSet>',
  );
});

test("other templates' tags stay", () => {
  expect(withTags(templates, 'lt-2', '<tagSet>new</tagSet>')).toContain('<key>a</key><value>1</value>');
});

test('described tags lose the resource that they belong to', () => {
  const described =
    '<item><resourceId>lt-1</resourceId><resourceType>launch-template</resourceType><key>a</key><value>1</value></item>';
  expect(tagSet(described)).toBe('<tagSet><item><key>a</key><value>1</value></item></tagSet>');
});

test('no tags are an empty set', () => {
  expect(tagSet('<tagSet></tagSet>')).toBe('<tagSet></tagSet>');
});
