import { violationsOf } from '../../../../sandbox/src/aws/models/violations.js';
import { thingModel } from './support/thing-model.js';

/** What AWS says of an input, `where: what it must`. */
function faults(input: object): string[] {
  const given = { Name: 'one', ...input };
  return violationsOf(thingModel('json'), { shape: 'CreateThingRequest' }, given).map(
    ({ at, constraint }) => `${at}: ${constraint}`,
  );
}

test('what the model allows has no fault', () => {
  expect(
    faults({ Kind: 'round', Size: 10, Tags: [{ Key: 'a' }], Labels: { k: '' }, Secret: 'YWJj' }),
  ).toEqual([]);
});

test.each([
  [{ Name: undefined }, 'name: not be null'],
  [{ Name: 7 }, 'name: be of type string, and is of type number'],
  [{ Name: '' }, 'name: have length greater than or equal to 1'],
  [{ Name: 'toolong' }, 'name: have length less than or equal to 5'],
  [{ Name: 'a1' }, 'name: satisfy regular expression pattern: [a-z]+'],
  [{ Kind: 'oval' }, 'kind: satisfy enum value set: [round, square]'],
  [{ Size: 0 }, 'size: have value greater than or equal to 1'],
  [{ Size: 11 }, 'size: have value less than or equal to 10'],
  [{ Size: 1.5 }, 'size: be of type integer'],
  [{ Size: '1' }, 'size: be of type integer, and is of type string'],
  [{ Tags: {} }, 'tags: be of type list, and is of type object'],
  [{ Tags: [{}, {}, {}].map(() => ({ Key: 'a' })) }, 'tags: have length less than or equal to 2'],
  [{ Tags: [{ Key: 'a' }, { Value: 'b' }] }, 'tags.2.member.key: not be null'],
  [{ Labels: { A: 'x' } }, 'labels.A.key: satisfy regular expression pattern: [a-z]+'],
  [{ Secret: 'YWJjZA==' }, 'secret: have length less than or equal to 3'],
])('%j is a fault', (input, fault) => {
  expect(faults(input)).toContain(fault);
});

test('all faults are found at once', () => {
  expect(faults({ Kind: 'oval', Size: 0 })).toHaveLength(2);
});

test('what would be in the XML of a body is not missed', () => {
  const faultsOfXml = violationsOf(thingModel('rest-xml'), { shape: 'CreateThingRequest' }, { Shelf: 'A' });
  expect(faultsOfXml.map(({ at }) => at)).toEqual(['shelf']);
});
