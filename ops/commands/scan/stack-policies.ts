import { policyFaults } from '../../policies/policy-faults';
import { policyKinds, policySize, type PolicyKind } from '../../policies/policy-kind';
import type { PolicyTables } from '../../policies/policy-tables';

/** The resources that hold a policy: the attribute that holds it, and its kind. */
const holders: Readonly<Record<string, { readonly attribute: string; readonly kind: PolicyKind }>> = {
  aws_ecr_repository_policy: { attribute: 'policy', kind: policyKinds.repository },
  aws_iam_policy: { attribute: 'policy', kind: policyKinds.managed },
  aws_iam_role: { attribute: 'assume_role_policy', kind: policyKinds.trust },
  aws_iam_role_policy: { attribute: 'policy', kind: policyKinds.inline },
  aws_kms_key: { attribute: 'policy', kind: policyKinds.key },
  aws_kms_key_policy: { attribute: 'policy', kind: policyKinds.key },
  aws_sqs_queue_policy: { attribute: 'policy', kind: policyKinds.queue },
  aws_vpc_endpoint: { attribute: 'policy', kind: policyKinds.endpoint },
};

/** The resources of a synthesized stack, by type and name. */
export type StackResources = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
>;

export interface StackPolicies {
  /** How many policies were checked. */
  readonly checked: number;
  /** Address and fault of each fault. */
  readonly faults: readonly string[];
}

/** Checks every policy of a synthesized stack. */
export function checkPolicies(resources: StackResources, tables: PolicyTables): StackPolicies {
  const policies = Object.entries(holders).flatMap(([type, { attribute, kind }]) =>
    Object.entries(resources[type] ?? {}).flatMap(([name, resource]) => {
      const text = resource[attribute];
      return typeof text === 'string' ? [{ address: `${type}.${name}`, kind, text }] : [];
    }),
  );
  return {
    checked: policies.length,
    faults: [
      ...policies.flatMap(({ address, kind, text }) =>
        policyFaults({ kind, text, tables }).map((fault) => `${address}: ${fault}`),
      ),
      ...rolesWithTooMuch(resources),
    ],
  };
}

/** AWS counts all policies of a role together. */
function rolesWithTooMuch(resources: StackResources): readonly string[] {
  const sizes = new Map<string, number>();
  for (const { role, policy } of Object.values(resources.aws_iam_role_policy ?? {})) {
    const size = policySize(String(policy));
    sizes.set(String(role), (sizes.get(String(role)) ?? 0) + size);
  }
  const { size: most } = policyKinds.inline;
  return [...sizes]
    .filter(([, size]) => size > most)
    .map(
      ([role, size]) =>
        `the policies of the role ${role} have ${size} characters together; AWS takes ${most}`,
    );
}
