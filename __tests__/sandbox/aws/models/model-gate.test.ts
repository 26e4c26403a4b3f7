import { AwsError, type AwsRequest } from '../../../../sandbox/src/aws/message.js';
import type { Call } from '../../../../sandbox/src/aws/models/call.js';
import { ModelGate } from '../../../../sandbox/src/aws/models/model-gate.js';
import type { ServiceModels } from '../../../../sandbox/src/aws/models/service-model.js';
import { form, json, rest, thingModel } from './support/thing-model.js';

const models = {
  iam: thingModel('query'),
  ec2: thingModel('ec2'),
  eks: thingModel('rest-json', 'EKS'),
  kms: thingModel('json'),
  s3: thingModel('rest-xml'),
};
const gate = new ModelGate({
  of: (service: string) => models[service as keyof typeof models],
} as ServiceModels);

/** What the gate says of a request to a service; undefined if it lets it pass. */
function answer(service: string, request: AwsRequest): string | undefined {
  const authorization = `AWS4-HMAC-SHA256 Credential=k/20260101/r/${service}/aws4_request, Signature=0`;
  try {
    gate.check({ ...request, headers: { ...request.headers, authorization } });
    return undefined;
  } catch (error) {
    const { code, message } = error as AwsError;
    return `${code}: ${message}`;
  }
}

test.each([
  ['iam', form({ Name: 'one' })],
  ['kms', json({ Name: 'one' })],
  ['eks', rest('GET', '/shelves')],
  ['lambda', rest('GET', '/whatever')],
])('a request to %s that its model allows passes', (service, request) => {
  expect(answer(service, request)).toBeUndefined();
});

test.each([
  [
    'iam',
    form({ Name: 'ONE' }),
    "ValidationError: 1 validation error detected: Value 'ONE' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+",
  ],
  [
    'kms',
    json({ Size: 0, Name: 'x' }),
    "ValidationException: 1 validation error detected: Value '0' at 'size' failed to satisfy constraint: Member must have value greater than or equal to 1",
  ],
  [
    'eks',
    rest('POST', '/shelves/a/things', { kind: 'oval' }),
    "InvalidParameterException: 2 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; Value 'oval' at 'kind' failed to satisfy constraint: Member must satisfy enum value set: [round, square]",
  ],
  ['ec2', form({ Name: 'one', Colour: 'red' }), 'UnknownParameter: The parameter Colour is not recognized'],
  ['ec2', form({}), 'MissingParameter: The request must contain the parameter Name'],
  ['ec2', form({ Action: 'MakeThing' }), 'InvalidAction: Things has no such operation.'],
  ['kms', json({}, 'MakeThing'), 'UnknownOperationException: Things has no such operation.'],
])('what the model of %s does not allow is refused in the words of AWS', (service, request, words) => {
  expect(answer(service, request)).toBe(words);
});

test('requests are counted by operation', () => {
  const counting = new ModelGate({ of: () => models.kms } as unknown as ServiceModels);
  for (const body of [{ Name: 'one' }, { Name: 'two' }, {}]) {
    try {
      counting.check({
        ...json(body),
        headers: { ...json(body).headers, authorization: 'Credential=k/20260101/r/kms/aws4_request' },
      });
    } catch (error) {
      expect(error).toBeInstanceOf(AwsError);
    }
  }
  expect(counting.checked).toEqual({ 'kms CreateThing': { checked: 3, refused: 1 } });
});

test('a policy that its gate refuses is refused and counted', () => {
  const refusing = {
    refusal: (service: string, { input }: Call) =>
      new AwsError(400, 'MalformedPolicyDocument', `${service} ${JSON.stringify(input)}`),
  };
  const gateOfPolicies = new ModelGate({ of: () => models.iam } as unknown as ServiceModels, refusing);
  const authorization = 'Credential=k/20260101/r/iam/aws4_request';
  expect(() => gateOfPolicies.check({ ...form({ Name: 'one' }), headers: { authorization } })).toThrow(
    'iam {"Name":"one"}',
  );
  expect(gateOfPolicies.checked).toEqual({ 'iam CreateThing': { checked: 1, refused: 1 } });
});
