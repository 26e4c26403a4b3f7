import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { policyDocument, type PolicyStatement } from './policy-document';

export interface ServiceRoleProps {
  /** The role's name. */
  readonly name: string;
  readonly description: string;
  /** The second part of the policies' ARNs, for example `aws`. */
  readonly partition: string;
  /** The service that assumes the role, for example `eks.amazonaws.com`. */
  readonly service: string;
  /** What the service may do to assume it. `pods.eks.amazonaws.com` tags its sessions too. @default ['sts:AssumeRole'] */
  readonly actions?: readonly string[];
  /** When it may, by operator and key. @default always */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Names of AWS managed policies, with their path below `policy/`. @default none */
  readonly managedPolicies?: readonly string[];
  /** ARNs of more policies. @default none */
  readonly policyArns?: readonly string[];
  /** What the role may do besides, as a policy of its own. @default nothing */
  readonly statements?: readonly PolicyStatement[];
}

/** A role for one AWS service, with AWS managed policies and what its statements allow. */
export class ServiceRole extends Construct {
  readonly roleArn: string;
  readonly roleName: string;
  /** What must be made before, and destroyed after, anything that uses the role's permissions. */
  readonly permissions: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceRoleProps) {
    super(scope, id);
    const role = new IamRole(this, 'role', {
      name: props.name,
      description: props.description,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: props.service },
            Action: props.actions ?? ['sts:AssumeRole'],
            Condition: props.conditions,
          },
        ],
      }),
    });
    const managed = (props.managedPolicies ?? []).map((policy) => ({
      id: policy.split('/').at(-1)!,
      policyArn: `arn:${props.partition}:iam::aws:policy/${policy}`,
    }));
    const more = (props.policyArns ?? [])
      .filter((arn) => !managed.some(({ policyArn }) => policyArn === arn))
      .map((policyArn) => ({ id: policyArn, policyArn }));
    const attached = [...managed, ...more].map(
      ({ id, policyArn }) => new IamRolePolicyAttachment(this, id, { role: role.name, policyArn }),
    );
    const own =
      props.statements === undefined || props.statements.length === 0
        ? []
        : [
            new IamRolePolicy(this, 'policy', {
              name: 'permissions',
              role: role.name,
              policy: policyDocument(props.statements),
            }),
          ];
    this.permissions = [...attached, ...own];
    this.roleArn = role.arn;
    this.roleName = role.name;
  }
}
