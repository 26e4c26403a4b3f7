import { driftedIn } from '../../../ops/recovery/drifted';

const leaf = { constant_value: '' };

function drift(before: object, after: object | null, ignored: string | readonly string[] = []) {
  const expressions = { tags: leaf, cidr_block: leaf, metadata: [{ name: leaf, labels: leaf }] };
  return driftedIn(
    JSON.stringify({
      resource_drift: [{ address: 'aws_vpc.it[0]', change: { before, after } }],
      configuration: { root_module: { resources: [{ address: 'aws_vpc.it', expressions }] } },
    }),
    JSON.stringify({ resource: { aws_vpc: { it: { lifecycle: { ignore_changes: ignored } } } } }),
  );
}

test('a changed attribute is drift', () => {
  expect(drift({ tags: { Name: 'a' } }, { tags: { Name: 'b' } })).toEqual([
    { address: 'aws_vpc.it[0]', attributes: ['tags'] },
  ]);
});

test('a tag of the fleet that was taken away is drift', () => {
  expect(drift({ tags_all: { Environment: 'dev' } }, { tags_all: {} })).toMatchObject([
    { attributes: ['tags_all'] },
  ]);
});

test('what is gone is drift', () => {
  expect(drift({ tags: {} }, null)).toEqual([{ address: 'aws_vpc.it[0]' }]);
});

test.each([
  [{ tags: null }, { tags: {} }],
  [{ tags: [{ a: '' }] }, { tags: [] }],
])('what is read as empty instead of unset is none: %j, %j', (before, after) => {
  expect(drift(before, after)).toEqual([]);
});

test('an attribute that shows what other resources made is none', () => {
  expect(drift({ route: [] }, { route: [{ cidr_block: '0.0.0.0/0' }] })).toEqual([]);
});

const labelled = (labels: object) => ({ metadata: [{ name: 'a', labels, generation: labels }] });

test('an attribute of a block is named by its path', () => {
  expect(drift(labelled({ a: '1' }), labelled({ a: '2' }))).toEqual([
    { address: 'aws_vpc.it[0]', attributes: ['metadata[0].labels'] },
  ]);
});

test.each([['all'], [['metadata[0].labels']]])('what is left to others is none: %j', (ignored) => {
  expect(drift(labelled({ a: '1' }), labelled({ a: '2' }), ignored)).toEqual([]);
});
