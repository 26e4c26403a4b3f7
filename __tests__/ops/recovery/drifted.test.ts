import { driftedIn } from '../../../ops/recovery/drifted';

function drift(before: object, after: object | null) {
  return driftedIn(
    JSON.stringify({
      resource_drift: [{ address: 'aws_vpc.it[0]', change: { before, after } }],
      configuration: {
        root_module: { resources: [{ address: 'aws_vpc.it', expressions: { tags: {}, cidr_block: {} } }] },
      },
    }),
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
