import { latePlaceholder, withLateVariables } from '../../../lib/flux/late-variables';

const late = { VPC_ID: 'vpc-1' };

test.each([
  [latePlaceholder('VPC_ID'), 'vpc-1'],
  ['${VPC_ID}', '${VPC_ID}'],
])('%j becomes %s', (text, expected) => {
  expect(withLateVariables({ list: [text] }, late)).toEqual({ list: [expected] });
});
