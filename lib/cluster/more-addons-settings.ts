import * as z from 'zod';
import type { Context } from '../validation/context';
import { pattern, ruled, withRulesBetween, type Fault, type Faults } from '../validation/field';
import { namespaceName, objectName } from '../validation/object-name';
import { addonNamespace } from './addon';
import { catalogueEntries } from './addon-catalogue';
import { permissionFaults, permissionKeys, permissionReads, type Permissions } from './permissions-settings';
import { givesRights } from './pod-identity-settings';

/** More add-ons of EKS by their names there. @default none */
export function moreAddonsSchema(context: Context) {
  const mapping = z.strictObject({
    /** Exact version. @default - what EKS recommends for the cluster's Kubernetes version */
    version: pattern(
      'the version of an add-on, for example v4.4.0-eksbuild.1',
      /^v?\d+(\.\d+)+([-+][\w.+-]+)?$/,
      'is not the version of an add-on',
    ).optional(),

    /** Settings in the form of the add-on's own schema (`aws eks describe-addon-configuration`). @default none */
    settings: z.record(z.string(), z.unknown()).optional(),

    /** The namespace of its service account. @default kube-system */
    namespace: namespaceName.default(addonNamespace),

    /** Its service account, which gets a role with what follows. @default none */
    serviceAccount: objectName('service account').optional(),

    ...permissionKeys(context),
  });
  const permitted = withRulesBetween(mapping, permissionReads, permissionFaults);
  return ruled(
    z.record(z.string(), withRulesBetween(permitted, ['serviceAccount', ...permissionReads], roleFaults)),
    (addons) => Object.keys(addons).flatMap(nameFaults),
  ).describe('add-ons by their names in EKS, each a mapping with version, settings and a role');
}

interface MoreAddon extends Permissions {
  readonly version?: string | undefined;
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  readonly namespace: string;
  readonly serviceAccount?: string | undefined;
}

/** The section `cluster.addons.more`, with every default filled in. */
export type MoreAddonsSettings = Readonly<Record<string, MoreAddon>>;

function roleFaults(addon: MoreAddon): Faults<MoreAddon> {
  if ((addon.serviceAccount !== undefined) === givesRights(addon)) return [];
  return addon.serviceAccount === undefined
    ? [
        {
          at: ['serviceAccount'],
          problem: 'is missing: nobody would get the rights',
          allowed: 'the service account of the add-on',
          remedy: 'Add it; aws eks describe-addon-configuration shows its name.',
        },
      ]
    : [
        {
          at: ['serviceAccount'],
          problem: 'gets no rights',
          allowed: 'preset, policies or statements beside it',
          remedy: 'Add one of the three, or remove it.',
        },
      ];
}

function nameFaults(name: string): readonly Fault[] {
  const allowed = 'names of add-ons that EKS offers (aws eks describe-addon-versions)';
  const [key] = catalogueEntries.find(([, addon]) => addon.name === name) ?? [];
  if (key !== undefined)
    return [
      {
        at: [name],
        given: name,
        problem: 'is an add-on with a key of its own',
        allowed,
        remedy: `Use cluster.addons.${key} and cluster.addons.versions.${key}.`,
      },
    ];
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(name)) return [];
  return [
    { at: [name], given: name, problem: 'is not the name of an add-on', allowed, remedy: 'Rename it.' },
  ];
}
