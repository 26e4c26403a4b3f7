import * as z from 'zod';
import type { Context } from '../validation/context';
import { ruled, withRulesBetween, type Fault, type Faults } from '../validation/field';
import { namespaceName, objectName } from '../validation/object-name';
import { permissionFaults, permissionKeys, permissionReads, type Permissions } from './permissions-settings';

/** Roles for workloads by name, each for the pods of one service account. */
export function podIdentitiesSchema(context: Context) {
  const mapping = z.strictObject({
    namespace: namespaceName,
    serviceAccount: objectName('service account'),
    ...permissionKeys(context),
  });
  const permitted = withRulesBetween(mapping, permissionReads, permissionFaults);
  const useful = withRulesBetween(permitted, ['preset', 'policies', 'statements'], rightFaults);
  return ruled(z.record(z.string(), useful), (identities) => [
    ...Object.keys(identities).flatMap(nameFaults),
    ...duplicateFaults(identities),
  ]).describe(
    'roles for workloads by name, each a mapping with namespace, serviceAccount and preset, policies or statements',
  );
}

interface Identity extends Permissions {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The section `cluster.podIdentities`, with every default filled in. */
export type PodIdentitySettings = Readonly<Record<string, Identity>>;

/** Whether there are any rights. */
export function givesRights({ preset, policies, statements }: Permissions): boolean {
  return preset !== undefined || policies.length > 0 || statements.length > 0;
}

function rightFaults(identity: Identity): Faults<Identity> {
  if (givesRights(identity)) return [];
  return [
    {
      problem: 'gives no rights',
      allowed: 'preset, policies or statements',
      remedy: 'Add one of the three, or remove the role.',
    },
  ];
}

function nameFaults(name: string): readonly Fault[] {
  if (/^[a-z][a-z0-9-]{0,39}$/.test(name)) return [];
  return [
    {
      at: [name],
      given: name,
      problem: 'is not a name of a role for a workload',
      allowed: '1 to 40 lower-case letters, digits and hyphens, the first a letter',
      remedy: 'Rename it.',
    },
  ];
}

/** EKS takes one association for each service account (ResourceInUseException). */
function duplicateFaults(identities: PodIdentitySettings): readonly Fault[] {
  const entries = Object.entries(identities);
  return entries.flatMap(([name, { namespace, serviceAccount }], index) => {
    const [first] = entries
      .slice(0, index)
      .filter(([, other]) => other.namespace === namespace && other.serviceAccount === serviceAccount);
    return first === undefined ? [] : [takenFault(name, `in cluster.podIdentities.${first[0]}`)];
  });
}

/** Something that a fleet file has by name, each with a service account or none. */
type WithAccounts = Readonly<
  Record<string, { readonly namespace: string; readonly serviceAccount?: string | undefined }>
>;

/** The faults of service accounts that have a role already. @param owners what has given it, by `namespace/name` */
export function takenFaults(identities: WithAccounts, owners: ReadonlyMap<string, string>) {
  return Object.entries(identities).flatMap(([name, { namespace, serviceAccount }]) => {
    const owner = owners.get(`${namespace}/${serviceAccount}`);
    return owner === undefined ? [] : [takenFault(name, owner)];
  });
}

function takenFault(name: string, owner: string) {
  return {
    at: [name, 'serviceAccount'] as const,
    problem: `already has a role, ${owner}`,
    allowed: 'one role for each service account',
    remedy: 'Name another service account, or join the two.',
  };
}
