import * as z from 'zod';
import type { DeepReadonly } from '../validation/deep-readonly';
import type { Context } from '../validation/context';
import { moreAddonsSchema, type MoreAddonsSettings } from './more-addons-settings';
import { pattern, withRulesBetween, type Faults } from '../validation/field';
import { addonNamespace } from './addon';
import { catalogueEntries, optionalAddons, type AddonKey, type OptionalAddonKey } from './addon-catalogue';

/** Whether an add-on that can be left out is there; the catalogue has the defaults. */
const choices = Object.fromEntries(
  optionalAddons.map(([key, isDefault]) => [key, z.boolean().default(isDefault)]),
) as Record<OptionalAddonKey, z.ZodDefault<z.ZodBoolean>>;

const versions = Object.fromEntries(catalogueEntries.map(([key]) => [key, addonVersion()])) as Record<
  AddonKey,
  ReturnType<typeof addonVersion>
>;

const keys = {
  /**
   * Whether pods get their addresses from prefixes of 16: more pods on a node, and blocks of 16 addresses taken from
   * the subnets. @default true
   */
  prefixDelegation: z.boolean().default(true),

  /** Whether vpc-cni enforces Kubernetes network policies; without it they are there and do nothing. @default true */
  networkPolicy: z.boolean().default(true),

  ...choices,

  /** Exact versions. @default - for each the one that EKS recommends for the cluster's Kubernetes version */
  versions: z.strictObject(versions).prefault({}),
};

/** EKS add-ons, as the catalogue has them, and others. */
export function addonsSchema(context: Context) {
  return withRulesBetween(
    z.strictObject({ ...keys, more: moreAddonsSchema(context).default({}) }),
    optionalAddons.flatMap(([key]) => [key, `versions.${key}`] as const),
    versionFaults,
  );
}

type CatalogueSettings = z.output<z.ZodObject<typeof keys>>;

function versionFaults(addons: CatalogueSettings): Faults<CatalogueSettings> {
  return optionalAddons
    .filter(([key]) => !addons[key] && addons.versions[key] !== undefined)
    .map(([key]) => ({
      at: ['versions', key],
      problem: 'is the version of an add-on that is off',
      allowed: `no version while cluster.addons.${key} is false`,
      remedy: `Remove the version, or set cluster.addons.${key} to true.`,
    }));
}

/** The section `cluster.addons`, with every default filled in. */
export type AddonSettings = DeepReadonly<CatalogueSettings> & { readonly more: MoreAddonsSettings };

/** The service accounts that have a role of an add-on of the catalogue, as `namespace/name`, and of which. */
export function catalogueAccounts(
  addons: DeepReadonly<CatalogueSettings>,
): readonly (readonly [string, string])[] {
  return catalogueEntries.flatMap(([key, { name, isDefault, podIdentity }]) =>
    podIdentity === undefined || (isDefault !== undefined && !addons[key as OptionalAddonKey])
      ? []
      : [[`${addonNamespace}/${podIdentity.serviceAccount}`, `of the add-on ${name}`] as const],
  );
}

function addonVersion() {
  return pattern(
    'the version of an EKS add-on, for example v1.20.4-eksbuild.1',
    /^v\d+\.\d+\.\d+-eksbuild\.\d+$/,
    'is not the version of an EKS add-on',
  ).optional();
}
