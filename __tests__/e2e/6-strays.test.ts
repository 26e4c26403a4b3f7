import { type, typed } from './support/sandbox-shell';

const tags = 'Tags=[{Key=Environment,Value=sandbox},{Key=ManagedBy,Value=infra-fleet}]';
let vpc: string;

beforeAll(() => {
  const specification = `ResourceType=vpc,${tags}`;
  vpc = typed(
    `aws ec2 create-vpc --cidr-block 10.99.0.0/16 --tag-specifications '${specification}' --query Vpc.VpcId --output text`,
  ).trim();
});

afterAll(() => typed(`aws ec2 delete-vpc --vpc-id ${vpc}`));

test('a deploy with nothing to change names what has the tags of the fleet and no state knows', () => {
  const { status, output } = type('cdktf deploy network cluster');
  expect({ status, output }).toEqual({
    status: 0,
    output: expect.stringContaining(
      `aws_vpc ${vpc} has the tags of this fleet and is in none of its states`,
    ) as string,
  });
});
