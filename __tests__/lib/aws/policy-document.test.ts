import { policyDocument } from '../../../lib/aws/policy-document';

test('an action with a wildcard is refused', () => {
  expect(() => policyDocument([{ actions: ['s3:*'], resources: ['arn:aws:s3:::a'] }])).toThrow(
    'The IAM action s3:* has a wildcard: name every action.',
  );
});

test('the resource * is refused without a reason', () => {
  expect(() => policyDocument([{ actions: ['s3:GetObject'], resources: ['*'] }])).toThrow(
    'The IAM statement for s3:GetObject has the resource *: name the resources, or say anyResourceBecause.',
  );
});

test('the resource * is written for actions that take no other', () => {
  const statement = {
    actions: ['ecr:GetAuthorizationToken'],
    anyResourceBecause: 'a token is for the whole registry',
  };
  expect(JSON.parse(policyDocument([statement]))).toMatchObject({ Statement: [{ Resource: '*' }] });
});
