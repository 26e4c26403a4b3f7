import * as z from 'zod';
import { partitionFault } from '../aws/settings';
import type { Context } from '../validation/context';
import type { DeepReadonly } from '../validation/deep-readonly';
import { ruled, text, uniqueList, withRulesBetween, type Fault, type Faults } from '../validation/field';
import { namespaceName } from '../validation/object-name';

const principalArnForm = /^arn:(aws[a-z-]*):iam::(\d{12}):(root|(?:role|user)\/[\w+=,.@/-]+)$/;
const pathOfIdentityCenter = /^role\/aws-reserved\/sso\.amazonaws\.com\/([a-z0-9-]+\/)?[^/]+$/;
const sessionArnForm = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\/.+$/;

/** Who may use the Kubernetes API, and with which of EKS's access policies. */
export function accessSchema({ region }: Context) {
  const mapping = z.strictObject({
    /** ARN of an IAM role or user. It may be in another account. */
    principalArn: text(
      'the ARN of an IAM role or user, for example arn:aws:iam::111122223333:role/platform',
      (arn) => principalFault(arn, region),
    ),

    /** EKS's access policy of that name. cluster-admin may do everything. @default none */
    policy: policyName.optional(),

    /** Namespaces that the policy is limited to. @default all */
    namespaces: namespaces(),

    /** Several policies, instead of one. @default none */
    policies: z
      .array(withRulesBetween(scopedPolicy, ['policy', 'namespaces'], namespaceFaults))
      .describe('a list of policies, each with policy and namespaces')
      .default([]),

    /** Groups that Kubernetes' own role bindings name. @default none */
    kubernetesGroups: uniqueList(
      text('names of groups that do not begin with system:', groupFault),
      'a list of names of groups',
    ).default([]),
  });
  const limited = withRulesBetween(mapping, ['policy', 'namespaces'], namespaceFaults);
  const entry = withRulesBetween(
    limited,
    ['policy', 'policies', 'namespaces', 'kubernetesGroups'],
    policyFaults,
  );
  return ruled(z.array(entry), (entries) => [...duplicateFaults(entries), ...adminFaults(entries)]).describe(
    'a list of principals, at least one of them with the policy cluster-admin',
  );
}

const policyName = z.enum(['cluster-admin', 'admin', 'edit', 'view']);

function namespaces() {
  return uniqueList(namespaceName, 'a list of namespaces').default([]);
}

const scopedPolicy = z.strictObject({ policy: policyName, namespaces: namespaces() });

/** A policy, with the namespaces that it is limited to; without any, it is for all. */
export type ScopedPolicy = DeepReadonly<z.output<typeof scopedPolicy>>;

interface Policies {
  readonly policy?: ScopedPolicy['policy'] | undefined;
  readonly namespaces: readonly string[];
  readonly policies: readonly ScopedPolicy[];
}

interface Entry extends Policies {
  readonly principalArn: string;
  readonly kubernetesGroups: readonly string[];
}

/** The policies of a principal, however the fleet file has them. */
export function policiesOf({ policy, namespaces, policies }: Policies): readonly ScopedPolicy[] {
  return policy === undefined ? policies : [{ policy, namespaces }];
}

/** EKS answers: "The kubernetes group name system:masters is invalid, it cannot start with system:". */
function groupFault(group: string): Fault | undefined {
  if (group.startsWith('system:')) return { problem: 'is a group of Kubernetes itself, which EKS refuses' };
  return /^\S{1,63}$/.test(group) ? undefined : { problem: 'is not the name of a group' };
}

function policyFaults({ policy, namespaces, policies, kubernetesGroups }: Entry): Faults<Entry> {
  if (policy !== undefined && policies.length > 0)
    return [
      {
        at: ['policies'],
        problem: 'is beside policy',
        allowed: 'one of the two',
        remedy: 'Move policy and its namespaces to policies.',
      },
    ];
  if (policy === undefined && namespaces.length > 0)
    return [
      {
        at: ['namespaces'],
        problem: 'limits no policy',
        allowed: 'namespaces beside policy, or in an item of policies',
        remedy: 'Add policy, or remove namespaces.',
      },
    ];
  if (policy === undefined && policies.length === 0 && kubernetesGroups.length === 0)
    return [
      {
        problem: 'gives no rights',
        allowed: 'policy, policies or kubernetesGroups',
        remedy: 'Add one of the three, or remove the principal.',
      },
    ];
  return policies.flatMap((one, index) => {
    const first = policies.findIndex(({ policy }) => policy === one.policy);
    if (first === index) return [];
    return [
      {
        at: ['policies', index, 'policy'] as const,
        problem: `is the policy of policies[${first}] already`,
        allowed: 'each policy once',
        remedy: 'Write its namespaces into one item.',
      },
    ];
  });
}

function namespaceFaults({
  policy,
  namespaces,
}: {
  readonly policy?: string | undefined;
  readonly namespaces: readonly string[];
}): Faults<{ readonly namespaces: readonly string[] }> {
  if (policy !== 'cluster-admin' || namespaces.length === 0) return [];
  return [
    {
      at: ['namespaces'],
      problem: 'limits a cluster-admin',
      allowed: 'no namespaces with the policy cluster-admin',
      remedy: 'Use the policy admin for an administrator of some namespaces, or remove namespaces.',
    },
  ];
}

function duplicateFaults(entries: readonly Entry[]): Faults<typeof entries> {
  return entries.flatMap(({ principalArn }, index) => {
    const first = entries.findIndex((other) => other.principalArn === principalArn);
    if (first === index) return [];
    return [
      {
        at: [index, 'principalArn'],
        problem: `is the principal of cluster.access[${first}] already`,
        allowed: 'one entry per principal',
        remedy: 'Remove one of the two.',
      },
    ];
  });
}

function adminFaults(entries: readonly Entry[]): Faults<typeof entries> {
  const policies = entries.flatMap(policiesOf);
  if (policies.some(({ policy }) => policy === 'cluster-admin')) return [];
  return [
    {
      problem: 'has no cluster-admin, so that nobody could install Flux',
      remedy: 'Add the principal that deploys with the policy cluster-admin.',
    },
  ];
}

/** IAM Identity Center (SSO) makes a role for each permission set, and all of them under one path. */
function isOfIdentityCenter(role: string): boolean {
  return role.startsWith('AWSReservedSSO_');
}

function principalFault(arn: string, region: string): Fault | undefined {
  const [, sessionPartition, sessionAccount, sessionRole] = sessionArnForm.exec(arn) ?? [];
  if (sessionRole) {
    const path = isOfIdentityCenter(sessionRole) ? 'aws-reserved/sso.amazonaws.com/[region/]' : '';
    return {
      problem: 'is the ARN of a session, which access entries do not accept',
      remedy: `Write the ARN of its role, arn:${sessionPartition}:iam::${sessionAccount}:role/${path}${sessionRole} (with the role's path, if it has one).`,
    };
  }
  const [, partition, account, name = ''] = principalArnForm.exec(arn) ?? [];
  if (name === 'root')
    return {
      problem: `is the root user of the account ${account}, with credentials that nobody should use`,
      remedy: 'Name the role that people or the pipeline assume; aws sts get-caller-identity shows it.',
    };
  const role = name.split('/').at(-1)!;
  if (isOfIdentityCenter(role) && !pathOfIdentityCenter.test(name))
    return {
      problem: 'lacks the path of a role of IAM Identity Center',
      allowed: `arn:${partition}:iam::${account}:role/aws-reserved/sso.amazonaws.com/[region/]${role}, with the region where IAM shows one`,
      remedy: `Copy the ARN from: aws iam get-role --role-name ${role}.`,
    };
  if (!partition) return { problem: 'is not the ARN of an IAM role or user' };
  return partitionFault(arn, region);
}
