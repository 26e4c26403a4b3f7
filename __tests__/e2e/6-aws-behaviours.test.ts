import { beginFault } from '../../sandbox/src/faults';
import { type, typed } from './support/sandbox-shell';

const cluster = '--cluster-name infra-fleet-sandbox';
const group = `$(aws eks list-nodegroups ${cluster} --query 'nodegroups[0]' --output text)`;
const subnet = `$(aws eks describe-nodegroup ${cluster} --nodegroup-name ${group} --query 'nodegroup.subnets[0]' --output text)`;
const trust = `'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}'`;

test.each([
  [
    'a minimum above the desired size of a node group',
    `aws eks update-nodegroup-config ${cluster} --nodegroup-name ${group} --scaling-config minSize=3`,
    "Minimum capacity 3 can't be greater than desired size 2",
  ],
  [
    'the deletion of a subnet that nodes are in',
    `aws ec2 delete-subnet --subnet-id ${subnet}`,
    '(DependencyViolation) when calling the DeleteSubnet operation',
  ],
  [
    'the deletion of the VPC of a cluster',
    `aws ec2 delete-vpc --vpc-id $(aws eks describe-cluster --name infra-fleet-sandbox --query cluster.resourcesVpcConfig.vpcId --output text)`,
    '(DependencyViolation) when calling the DeleteVpc operation',
  ],
  [
    'the deletion of a cluster that has node groups',
    'aws eks delete-cluster --name infra-fleet-sandbox',
    '(ResourceInUseException) when calling the DeleteCluster operation',
  ],
  [
    'a second cluster of the same name',
    `aws eks create-cluster --name infra-fleet-sandbox --role-arn arn:aws:iam::000000000000:role/infra-fleet-sandbox-cluster --resources-vpc-config subnetIds=$(aws eks describe-cluster --name infra-fleet-sandbox --query 'join(\`,\`, cluster.resourcesVpcConfig.subnetIds)' --output text)`,
    '(ResourceInUseException) when calling the CreateCluster operation',
  ],
  [
    'a log group that exists',
    'aws logs create-log-group --log-group-name /aws/eks/infra-fleet-sandbox/cluster',
    '(ResourceAlreadyExistsException) when calling the CreateLogGroup operation',
  ],
  [
    'tag keys of a role that differ by case alone',
    `aws iam create-role --role-name e2e --assume-role-policy-document ${trust} --tags Key=Team,Value=a Key=team,Value=b`,
    'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
  ],
])('%s is refused in the words of AWS', (_, command, words) => {
  const { status, output } = type(command);
  expect({ status, output }).toEqual({
    status: 2, // of make, for a command of the shell that failed
    output: expect.stringContaining(words) as string,
  });
});

test.each(['aws-throttle', 'aws-5xx'] as const)('a diff comes through %s', (fault) => {
  const end = beginFault(fault);
  try {
    expect(typed('cdktf diff cluster')).toContain('No changes.');
  } finally {
    end();
  }
});
