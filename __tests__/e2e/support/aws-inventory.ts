import { typed } from './sandbox-shell';

/** What there is of a fleet in AWS, by kind: ids or names. */
export type Inventory = Readonly<Record<string, readonly string[]>>;

/** What EC2 has with tags: the command's last words, the list of its answer, the id of an item. */
const taggedInEc2 = [
  ['vpcs', 'Vpcs', 'VpcId'],
  ['subnets', 'Subnets', 'SubnetId'],
  ['nat-gateways', "NatGateways[?State!='deleted'] | []", 'NatGatewayId'],
  ['addresses', 'Addresses', 'AllocationId'],
  ['vpc-endpoints', 'VpcEndpoints', 'VpcEndpointId'],
  ['flow-logs', 'FlowLogs', 'FlowLogId'],
  ['security-groups', 'SecurityGroups', 'GroupId'],
  ['launch-templates', 'LaunchTemplates', 'LaunchTemplateId'],
  ['instances', "Reservations[].Instances[] | [?State.Name!='terminated']", 'InstanceId'],
] as const;

/**
 * One command a kind. Queries select, since the emulator ignores some filters; the AWS CLI asks SQS elsewhere than
 * AWS_ENDPOINT_URL says.
 */
function commands(environment: string): Record<string, string> {
  const tagged = `[?Tags[?Key=='Environment' && Value=='${environment}']]`;
  const named = (key: string, prefix = '') =>
    `[?starts_with(${key}, '${prefix}infra-fleet-${environment}')].${key}`;
  return {
    ...Object.fromEntries(
      taggedInEc2.map(([kind, list, id]) => [
        kind,
        `aws ec2 describe-${kind} --query "${list} | ${tagged}.${id}"`,
      ]),
    ),
    clusters: `aws eks list-clusters --query "clusters[?starts_with(@, 'infra-fleet-${environment}')]"`,
    roles: `aws iam list-roles --query "Roles${named('RoleName')}"`,
    'instance-profiles': `aws iam list-instance-profiles --query "InstanceProfiles${named('InstanceProfileName')}"`,
    'key-aliases': `aws kms list-aliases --query "Aliases${named('AliasName', 'alias/')}"`,
    'log-groups': `aws logs describe-log-groups --query "logGroups[?contains(logGroupName, '/infra-fleet-${environment}/')].logGroupName"`,
    repositories: `aws ecr describe-repositories --query "repositories[].repositoryName"`,
    'cache-rules': `aws ecr describe-pull-through-cache-rules --query "pullThroughCacheRules[].ecrRepositoryPrefix"`,
    queues: `aws sqs list-queues --endpoint-url $AWS_ENDPOINT_URL --query "QueueUrls[?contains(@, '/infra-fleet-${environment}')]"`,
    rules: `aws events list-rules --query "Rules${named('Name')}"`,
    budgets: `aws budgets describe-budgets --account-id 000000000000 --query "Budgets${named('BudgetName')}"`,
  };
}

/**
 * Asks AWS for everything that a fleet can have.
 *
 * @param kinds asks for these alone, since every question takes the AWS CLI a second
 */
export function inventory(environment: string, kinds?: readonly string[]): Inventory {
  const asked = Object.entries(commands(environment)).filter(([kind]) => kinds?.includes(kind) ?? true);
  const output = typed(asked.map(([, command]) => `echo $(${command} --output json)`).join('\n'));
  const answers = output.trim().split('\n');
  if (answers.length !== asked.length || answers.includes(''))
    throw new Error(`AWS was asked ${asked.map(([kind]) => kind).join(', ')}, and answered:\n${output}`);
  return Object.fromEntries(
    asked.map(([kind], index) => [kind, (JSON.parse(answers[index]!) as string[] | null) ?? []]),
  );
}

/** The states of the KMS keys behind a fleet's aliases. An alias goes at once, its key later. */
export function keysOf(environment: string): readonly string[] {
  const query = `Aliases[?starts_with(AliasName, 'alias/infra-fleet-${environment}')].TargetKeyId`;
  return JSON.parse(typed(`aws kms list-aliases --query "${query}" --output json`)) as string[];
}

export function keyState(keyId: string): string {
  return typed(`aws kms describe-key --key-id ${keyId} --query KeyMetadata.KeyState --output text`).trim();
}
