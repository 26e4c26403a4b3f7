import { withLateVariables } from '../../../lib/flux/late-variables';

const late = { VPC_ID: '${data.vpc.id}' };

test.each([
  ['${VPC_ID}', '${data.vpc.id}'],
  ['$${VPC_ID}', '$${VPC_ID}'],
  ['%{if}', '%%{if}'],
  ['plain $ and %', 'plain $ and %'],
])('%s becomes %s', (text, expected) => {
  expect(withLateVariables({ list: [text] }, late)).toEqual({ list: [expected] });
});
