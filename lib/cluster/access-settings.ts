import * as z from 'zod';
import { isRegion } from '../aws/settings';
import { partitionOf } from '../aws/partitions';
import type { Context } from '../validation/context';
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

    /** EKS's access policy of that name. cluster-admin may do everything. */
    policy: z.enum(['cluster-admin', 'admin', 'edit', 'view']),

    /** Namespaces that the policy is limited to. @default all */
    namespaces: uniqueList(namespaceName, 'a list of namespaces').default([]),
  });
  const entry = withRulesBetween(mapping, ['policy', 'namespaces'], namespaceFaults);
  return ruled(z.array(entry), (entries) => [...duplicateFaults(entries), ...adminFaults(entries)]).describe(
    'a list of principals, at least one of them with the policy cluster-admin',
  );
}

interface Entry {
  readonly principalArn: string;
  readonly policy: string;
  readonly namespaces: readonly string[];
}

function namespaceFaults({ policy, namespaces }: Entry): Faults<Entry> {
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
  if (entries.some(({ policy }) => policy === 'cluster-admin')) return [];
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
  if (isRegion(region) && partition !== partitionOf(region))
    return {
      problem: `is in the partition ${partition}, but ${region} is in ${partitionOf(region)}`,
      allowed: `an ARN that begins with arn:${partitionOf(region)}:`,
    };
  return undefined;
}
