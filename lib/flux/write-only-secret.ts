import { SecretV1 } from '@cdktf/provider-kubernetes/lib/secret-v1';
import { type ITerraformDependable, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { labelsForFlux } from './labels';
import type { DeploymentProps } from '../terraform/deployment';
import type { FluxSecret, SecretValue } from './flux-secret';
import { expression } from '../terraform/expression';

export interface WriteOnlySecretProps {
  readonly namespace: string;
  readonly content: FluxSecret;
  /** Changes with the content, see `secretRevision`. Undefined when the secret value was not given this time. */
  readonly revision: number | undefined;
  /** When a secret value that is needed but was not given is an error. @default apply */
  readonly conditionsAt?: DeploymentProps['conditionsAt'];
}

/** The revision of a Secret that can't be made, since its value was not given. Real ones begin with 2. */
const withoutValue = 1;

/**
 * A Secret whose content no state and no plan has: an ephemeral variable goes into a write-only argument, and Terraform
 * sends it when the revision changes (https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only).
 *
 * While the value is not given a Secret that exists is left as it is. One that has to be made stops the deploy, before
 * anything is changed.
 */
export class WriteOnlySecret extends Construct {
  readonly secret: ITerraformDependable;

  constructor(scope: Construct, id: string, props: WriteOnlySecretProps) {
    super(scope, id);
    const { namespace, content, revision, conditionsAt } = props;
    const { name, plain, secret } = content;
    const values = Object.entries(plain);
    if (secret !== undefined) values.push([secret.key, ephemeralVariable(this, secret).stringValue]);
    const resource = new SecretV1(this, 'secret', {
      metadata: { name, namespace, labels: labelsForFlux },
      dataWo: Object.fromEntries(values),
      dataWoRevision: revision,
    });
    resource.overrideLogicalId(name.replaceAll('-', '_'));
    if (revision === undefined) leaveAsItIs(resource, content, conditionsAt);
    this.secret = resource;
  }
}

/** The variable that Terraform reads from the environment, and keeps in no state and no plan. */
function ephemeralVariable(
  scope: Construct,
  { variable: name, description, form }: SecretValue,
): TerraformVariable {
  const variable = new TerraformVariable(scope, 'value', {
    type: 'string',
    sensitive: true,
    description: `Write-only: ${description}.`,
    validation: [
      {
        condition: expression(
          `try(length(var.${name}), 0) == 0 || can(regex(${JSON.stringify(form.expression)}, var.${name}))`,
        ),
        errorMessage: `The environment variable TF_VAR_${name} is not ${description}: expected ${form.allowed}.`,
      },
    ],
  });
  variable.overrideLogicalId(name);
  variable.addOverride('ephemeral', true);
  variable.addOverride('default', null);
  return variable;
}

/**
 * Keeps the revision of a Secret that exists. A new one gets the revision that stands for no value, which a deploy refuses
 * when it plans; else it is a number that is known at the apply only, and can't be made then: a plan is whole, and the
 * apply of it fails before the Secret is made.
 */
function leaveAsItIs(
  resource: SecretV1,
  { name, secret }: FluxSecret,
  conditionsAt: DeploymentProps['conditionsAt'],
): void {
  const message =
    `The Secret ${name} has to be made, but ${secret?.description} was not given. ` +
    `Set the environment variable TF_VAR_${secret?.variable} and deploy again`;
  resource.lifecycle = { ignoreChanges: ['data_wo_revision'] };
  if (conditionsAt === 'plan') {
    resource.dataWoRevision = withoutValue;
    resource.addOverride('lifecycle.postcondition', [
      { condition: expression(`self.data_wo_revision != ${withoutValue}`), error_message: `${message}.` },
    ]);
  } else {
    resource.addOverride('data_wo_revision', expression(`tonumber("${message}, \${timestamp()}")`));
  }
}
