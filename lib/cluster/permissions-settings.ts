import * as z from 'zod';
import type { ClusterRef } from '../aws/cluster-ref';
import type { PolicyStatement } from '../aws/policy-document';
import type { ServiceRoleProps } from '../aws/service-role';
import { iamPolicyArn, partitionFault } from '../aws/settings';
import { presetNamed, workloadPresets, type PresetName } from '../aws/workload-presets';
import type { Context } from '../validation/context';
import type { DeepReadonly } from '../validation/deep-readonly';
import { text, uniqueList, withRulesBetween, type Fault, type Faults } from '../validation/field';

const presetNames = Object.keys(workloadPresets) as [PresetName, ...PresetName[]];

/** AWS attaches at most this many managed policies to a role, once its quota of 10 is raised. */
const mostPolicies = 20;

/** ARNs of IAM policies for a role. */
export function policyArns({ region }: Context) {
  return uniqueList(
    iamPolicyArn('arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess', (arn) => partitionFault(arn, region)),
    `a list of up to ${mostPolicies} ARNs of IAM policies`,
    (arns) => (arns.length > mostPolicies ? { problem: `has ${arns.length} policies` } : undefined),
  ).default([]);
}

/** The keys that say what pods may do in AWS, for a mapping with `permissionFaults` as rule. */
export function permissionKeys(context: Context) {
  return {
    /** What the project of a well-known program publishes for it. @default none */
    preset: z.enum(presetNames).optional(),

    /** What the preset is limited to. @default - for DNS all hosted zones; secrets and buckets must be named */
    resources: uniqueList(arn(context), 'a list of ARNs').default([]),

    /** ARNs of IAM policies. @default none */
    policies: policyArns(context),

    /** Statements of one's own. @default none */
    statements: z
      .array(withRulesBetween(statement(context), ['resources', 'anyResourceBecause'], statementFaults))
      .describe('a list of statements, each with actions and resources')
      .default([]),
  };
}

/** The keys whose values `permissionFaults` reads. */
export const permissionReads = ['preset', 'resources', 'policies', 'statements'] as const;

function arn({ region }: Context) {
  return text('an ARN, for example arn:aws:s3:::example-reports/*', (value) => {
    if (value === '*')
      return {
        problem: 'stands for every resource',
        remedy: 'Name the resources, or write anyResourceBecause with the reason instead.',
      };
    return /^arn:aws[a-z-]*:[a-z0-9-]+:[^:\s]*:[^:\s]*:\S+$/.test(value)
      ? partitionFault(value, region)
      : { problem: 'is not an ARN' };
  });
}

function statement(context: Context) {
  const texts = z.array(z.string());
  return z.strictObject({
    /** Actions in full. */
    actions: uniqueList(
      text('an action in full, for example s3:GetObject', actionFault),
      'a list of at least one action',
      (actions) => (actions.length === 0 ? { problem: 'is empty' } : undefined),
    ),

    /** ARNs; a wildcard may stand for a part of one. @default none */
    resources: uniqueList(arn(context), 'a list of ARNs').default([]),

    /** Why the actions take no resource: `*` is written for it. @default - resources are named */
    anyResourceBecause: text('a reason', (reason) =>
      reason.trim() === '' ? { problem: 'is empty' } : undefined,
    ).optional(),

    /** Conditions by operator and key. @default none */
    conditions: z
      .record(
        z.string(),
        z.record(z.string(), z.union([z.string(), texts]).describe('text, or a list of texts')),
      )
      .describe('conditions by operator and key, with values in quotes')
      .default({}),
  });
}

type Statement = DeepReadonly<z.output<ReturnType<typeof statement>>>;

function actionFault(action: string): Fault | undefined {
  if (action.includes('*'))
    return { problem: 'has a wildcard, which would allow actions that nobody has seen' };
  return /^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action) ? undefined : { problem: 'is not an action of IAM' };
}

function statementFaults({ resources, anyResourceBecause }: Statement): Faults<Statement> {
  if (resources.length > 0 && anyResourceBecause !== undefined)
    return [
      {
        at: ['anyResourceBecause'],
        problem: 'is beside resources',
        allowed: 'one of the two',
        remedy: 'Remove one of them.',
      },
    ];
  if (resources.length > 0 || anyResourceBecause !== undefined) return [];
  return [
    {
      problem: 'names no resources',
      allowed: 'resources, or anyResourceBecause with the reason',
      remedy: 'Add one of the two.',
    },
  ];
}

/** What a fleet file says of permissions, with every default filled in. */
export interface Permissions {
  readonly preset?: PresetName | undefined;
  readonly resources: readonly string[];
  readonly policies: readonly string[];
  readonly statements: readonly Statement[];
}

/** What is wrong between the keys. */
export function permissionFaults({ preset, resources }: Permissions): Faults<Permissions> {
  const limits = preset === undefined ? undefined : presetNamed(preset).limits;
  if (limits === undefined)
    return resources.length === 0
      ? []
      : [
          {
            at: ['resources'],
            problem: preset === undefined ? 'limits no preset' : `can't limit the preset ${preset}`,
            allowed: 'resources of external-dns, cert-manager, external-secrets and velero',
            remedy: 'Remove it, or write statements with resources.',
          },
        ];
  if (limits.isRequired && resources.length === 0)
    return [
      {
        at: ['resources'],
        problem: `is missing: the preset ${preset} needs it`,
        allowed: limits.allowed,
        remedy: 'Name what the pods may use.',
      },
    ];
  return resources.flatMap((arn, index) =>
    limits.form.test(arn)
      ? []
      : [
          {
            at: ['resources', index] as const,
            problem: `is not what the preset ${preset} works on`,
            allowed: limits.allowed,
          },
        ],
  );
}

/** What a role must have to give these permissions. */
export function permissionsOf(
  { preset, resources, policies, statements }: Permissions,
  cluster: ClusterRef,
): Pick<ServiceRoleProps, 'managedPolicies' | 'policyArns' | 'statements'> {
  const published = preset === undefined ? {} : presetNamed(preset);
  return {
    managedPolicies: published.managedPolicies,
    policyArns: policies,
    statements: [...(published.statements?.(cluster, resources) ?? []), ...statements.map(policyStatement)],
  };
}

function policyStatement(statement: Statement): PolicyStatement {
  const { actions, resources, anyResourceBecause, conditions } = statement;
  return {
    actions,
    ...(anyResourceBecause === undefined ? { resources } : { anyResourceBecause }),
    ...(Object.keys(conditions).length > 0 && { conditions }),
  };
}
