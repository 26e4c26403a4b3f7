import { type, typed } from './support/sandbox-shell';

/** As Karpenter's queue once had it: SQS takes seven actions. */
const queuePolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'TooMany',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: [
        'sqs:SendMessage',
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:ChangeMessageVisibility',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:SetQueueAttributes',
        'sqs:PurgeQueue',
        'sqs:DeleteQueue',
      ],
      Resource: 'arn:aws:sqs:eu-west-2:000000000000:e2e',
    },
  ],
});
const rolePolicy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sqs:SentMessage', Resource: '*' }],
};

test.each([
  [
    'an instance tenancy that EC2 does not have',
    'aws ec2 create-vpc --cidr-block 10.98.0.0/16 --instance-tenancy shared',
    '(InvalidParameterValue) when calling the CreateVpc operation',
  ],
  [
    'a role path that IAM does not take',
    `aws iam create-role --role-name e2e --path nowhere --assume-role-policy-document '{}'`,
    "Value 'nowhere' at 'path' failed to satisfy constraint: Member must satisfy regular expression pattern",
  ],
  [
    'a capacity type that EKS does not have',
    `aws eks create-nodegroup --cluster-name infra-fleet-sandbox --nodegroup-name e2e --node-role arn:aws:iam::000000000000:role/e2e --subnets subnet-1 --capacity-type CHEAP`,
    "Value 'CHEAP' at 'capacityType' failed to satisfy constraint: Member must satisfy enum value set: [ON_DEMAND, SPOT",
  ],
  [
    'a description of a key that is too long',
    `aws kms create-key --description ${'x'.repeat(8193)}`,
    "at 'description' failed to satisfy constraint: Member must have length less than or equal to 8192",
  ],
  [
    'a queue policy with more actions in a statement than SQS takes',
    `aws sqs create-queue --endpoint-url $AWS_ENDPOINT_URL --queue-name e2e --attributes '${JSON.stringify({ Policy: queuePolicy })}'`,
    'statement TooMany: it has 9 actions; a statement of a queue policy may have 7',
  ],
  [
    'a role policy with an action that AWS does not have',
    `aws iam put-role-policy --role-name e2e --policy-name e2e --policy-document '${JSON.stringify(rolePolicy)}'`,
    '(MalformedPolicyDocument) when calling the PutRolePolicy operation',
  ],
])('%s is refused in the words of AWS', (_, command, words) => {
  const { status, output } = type(command);
  expect({ status, output }).toEqual({
    status: 2, // of make, for a command of the shell that failed
    output: expect.stringContaining(words) as string,
  });
});

test('the status tells how many requests were checked', () => {
  expect(typed('make sandbox-status')).toMatch(/eks +\d+ checked, \d+ refused/);
});
