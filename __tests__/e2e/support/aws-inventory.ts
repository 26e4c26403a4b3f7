import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkout } from '../../support/synth';
import { shellEnvironment, typed } from './sandbox-shell';

/** What there is of a fleet in AWS, by kind: ids or names. */
export type Inventory = Readonly<Record<string, readonly string[]>>;

/** What EC2 has with tags: the command's last words, the list of its answer, the id of an item. */
const taggedInEc2 = [
  ['vpcs', 'Vpcs', 'VpcId'],
  ['subnets', 'Subnets', 'SubnetId'],
  ['internet-gateways', 'InternetGateways', 'InternetGatewayId'],
  ['route-tables', 'RouteTables', 'RouteTableId'],
  ['nat-gateways', "NatGateways[?State!='deleted'] | []", 'NatGatewayId'],
  ['addresses', 'Addresses', 'AllocationId'],
  ['vpc-endpoints', 'VpcEndpoints', 'VpcEndpointId'],
  ['flow-logs', 'FlowLogs', 'FlowLogId'],
  ['security-groups', 'SecurityGroups', 'GroupId'],
  ['launch-templates', 'LaunchTemplates', 'LaunchTemplateId'],
  ['instances', "Reservations[].Instances[] | [?State.Name!='terminated']", 'InstanceId'],
] as const;

/**
 * The words of one command a kind, without `aws`. Queries select, since the emulator ignores some filters; the AWS CLI asks SQS
 * elsewhere than AWS_ENDPOINT_URL says.
 */
function commands(environment: string, endpoint: string): Record<string, readonly string[]> {
  const tagged = `[?Tags[?Key=='Environment' && Value=='${environment}']]`;
  const named = (key: string, prefix = '') =>
    `[?starts_with(${key}, '${prefix}infra-fleet-${environment}')].${key}`;
  return {
    ...Object.fromEntries(
      taggedInEc2.map(([kind, list, id]) => [
        kind,
        ['ec2', `describe-${kind}`, '--query', `${list} | ${tagged}.${id}`],
      ]),
    ),
    clusters: ['eks', 'list-clusters', '--query', `clusters[?starts_with(@, 'infra-fleet-${environment}')]`],
    roles: ['iam', 'list-roles', '--query', `Roles${named('RoleName')}`],
    'instance-profiles': [
      'iam',
      'list-instance-profiles',
      '--query',
      `InstanceProfiles${named('InstanceProfileName')}`,
    ],
    'key-aliases': ['kms', 'list-aliases', '--query', `Aliases${named('AliasName', 'alias/')}`],
    'log-groups': [
      'logs',
      'describe-log-groups',
      '--query',
      // Those with a key: EKS writes its own again without one when the cluster is gone.
      `logGroups[?contains(logGroupName, '/infra-fleet-${environment}/') && kmsKeyId].logGroupName`,
    ],
    repositories: ['ecr', 'describe-repositories', '--query', 'repositories[].repositoryName'],
    'cache-rules': [
      'ecr',
      'describe-pull-through-cache-rules',
      '--query',
      'pullThroughCacheRules[].ecrRepositoryPrefix',
    ],
    queues: [
      'sqs',
      'list-queues',
      '--endpoint-url',
      endpoint,
      '--query',
      `QueueUrls[?contains(@, '/infra-fleet-${environment}')]`,
    ],
    rules: ['events', 'list-rules', '--query', `Rules${named('Name')}`],
    budgets: [
      'budgets',
      'describe-budgets',
      '--account-id',
      '000000000000',
      '--query',
      `Budgets${named('BudgetName')}`,
    ],
  };
}

/**
 * Asks AWS for everything that a fleet can have.
 *
 * @param kinds asks for these alone
 */
export function inventory(environment: string, kinds?: readonly string[]): Inventory {
  const { AWS_ENDPOINT_URL = '' } = shellEnvironment();
  const asked = Object.entries(commands(environment, AWS_ENDPOINT_URL)).filter(
    ([kind]) => kinds?.includes(kind) ?? true,
  );
  const answers = askAws<readonly string[]>(asked.map(([, words]) => words));
  return Object.fromEntries(asked.map(([kind], index) => [kind, answers[index] ?? []]));
}

/** Runs many commands of the AWS CLI, each a list of words without `aws`, and gives their answers. */
export function askAws<Answer>(commandWords: readonly (readonly string[])[]): (Answer | null)[] {
  const env = shellEnvironment();
  const cli = realpathSync(join(checkout, '.sandbox/bin/aws'));
  const output = execFileSync(join(dirname(cli), 'python'), [join(__dirname, 'aws-cli.py')], {
    env,
    input: JSON.stringify(commandWords),
    encoding: 'utf8',
  });
  return JSON.parse(output) as (Answer | null)[];
}

/** The states of the KMS keys behind a fleet's aliases. An alias goes at once, its key later. */
export function keysOf(environment: string): readonly string[] {
  const query = `Aliases[?starts_with(AliasName, 'alias/infra-fleet-${environment}')].TargetKeyId`;
  return JSON.parse(typed(`aws kms list-aliases --query "${query}" --output json`)) as string[];
}

export function keyState(keyId: string): string {
  return typed(`aws kms describe-key --key-id ${keyId} --query KeyMetadata.KeyState --output text`).trim();
}
