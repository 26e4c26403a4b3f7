import { overlaps, withoutPlaceholders } from '../../../ops/policies/glob';

test.each([
  ['arn:*:sqs:*:*:*', 'arn:aws:sqs:eu-west-2:1:jobs', true],
  ['arn:*:sqs:*:*:*', 'arn:aws:s3:::bucket', false],
  ['a*c', 'ab*', true],
  ['a*c', 'ab*d', false],
  ['*', '', true],
  ['', 'a', false],
])('whether a text can fit both %j and %j', (one, other, result) => {
  expect([overlaps(one, other), overlaps(other, one)]).toEqual([result, result]);
});

test('what is only known later can be anything', () => {
  expect(withoutPlaceholders('arn:${Partition}:kms:*${aws_kms_key.a.arn}')).toBe('arn:*:kms:*');
});
