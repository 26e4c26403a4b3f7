import { readCall } from '../../../../sandbox/src/aws/models/read-call.js';
import { form, json, rest, thingModel } from './support/thing-model.js';

const all = { Name: 'one', Size: 3, Tags: [{ Key: 'a', Value: 'b' }, { Key: 'c' }], Labels: { k: 'v' } };

test.each([
  [
    'query',
    thingModel('query'),
    form({
      Name: 'one',
      Size: '3',
      'Tags.member.1.Key': 'a',
      'Tags.member.1.Value': 'b',
      'Tags.member.2.Key': 'c',
      'Labels.entry.1.key': 'k',
      'Labels.entry.1.value': 'v',
    }),
  ],
  ['json', thingModel('json'), json(all)],
])('a request of the protocol %s is read as the model names it', (_, model, request) => {
  expect(readCall(model, request)).toEqual({ operation: 'CreateThing', input: all, unknown: [] });
});

test("EC2's lists have no word between name and number", () => {
  const request = form({ Kind: 'round', 'Tag.1.Key': 'a', 'Tag.2.Key': 'c' });
  expect(readCall(thingModel('ec2'), request)?.input).toEqual({
    Kind: 'round',
    Tags: [{ Key: 'a' }, { Key: 'c' }],
  });
});

test('a REST request is read from its path, query, headers and body', () => {
  const request = rest('POST', '/shelves/a%2Fb/things?limit=2', { name: 'one' }, { 'x-token': 't' });
  expect(readCall(thingModel('rest-json'), request)).toEqual({
    operation: 'CreateThing',
    input: { Shelf: 'a/b', Limit: 2, Token: 't', Name: 'one' },
    unknown: [],
  });
});

test.each([
  [
    'query',
    thingModel('query'),
    form({ Naem: 'one', 'Tags.member.1.Kye': 'a' }),
    ['Naem', 'Tags.member.1.Kye'],
  ],
  ['ec2', thingModel('ec2'), form({ 'Tags.1.Key': 'a' }), ['Tags.1.Key']],
  ['json', thingModel('json'), json({ Tags: [{ Kye: 'a' }], Naem: 'x' }), ['Tags[0].Kye', 'Naem']],
  [
    'rest-json',
    thingModel('rest-json'),
    rest('POST', '/shelves/a/things?limits=1', { Name: 'x' }),
    ['limits', 'Name'],
  ],
])('what the model of a %s service does not know is listed', (_, model, request, unknown) => {
  expect(readCall(model, request)?.unknown).toEqual(unknown);
});

test.each([
  ['query', thingModel('query'), form({ Action: 'MakeThing' })],
  ['json', thingModel('json'), json({}, 'MakeThing')],
  ['rest-json', thingModel('rest-json'), rest('POST', '/things')],
])('an operation that a %s service does not have is none', (_, model, request) => {
  expect(readCall(model, request)).toBeUndefined();
});

test('a null of JSON stands for what is not given', () => {
  expect(readCall(thingModel('json'), json({ Name: null }))?.input).toEqual({});
});

test.each([
  ['CopyThing', { 'x-source': 'b' }],
  ['CreateThing', {}],
])('of two operations on one path it is %s that has the headers of a request', (operation, headers) => {
  expect(
    readCall(thingModel('rest-xml'), rest('POST', '/shelves/a/things', undefined, headers))?.operation,
  ).toBe(operation);
});
