import * as z from 'zod';
import { accessSchema } from './access-settings';
import { catalogueAccounts, addonsSchema, type AddonSettings } from './addon-settings';
import { autoModeFaults } from './auto-mode-settings';
import { contains, parseCidr, type Cidr } from '../validation/cidr';
import { cidrField, prefixFault } from '../validation/cidr-field';
import type { Context } from '../validation/context';
import type { DeepReadonly } from '../validation/deep-readonly';
import { text, uniqueList, withRulesBetween, type Faults } from '../validation/field';
import { isPlainText } from '../validation/plain-text';
import { karpenterSchema } from './karpenter-settings';
import { kubernetesVersions } from './kubernetes-versions';
import { logRetentionDays } from '../aws/log-retention';
import { publicRangeFault, shareOfInternet } from './public-cidrs';
import { podIdentitiesSchema, takenFaults } from './pod-identity-settings';
import { nodeGroupSchema, nodeGroupsSchema } from './node-group-settings';

/** The ranges that EKS accepts for services (serviceIpv4Cidr of its API). */
const serviceRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

const logTypes = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'] as const;

/** The share of the internet that nobody names by mistake, or to get around the confirmation. */
const mostOfInternet = 0.5;

/** Most blocks that EKS accepts for its public endpoint. */
const mostPublicCidrs = 40;

/** The EKS cluster. */
export function clusterSchema(context: Context) {
  const named = withRulesBetween(
    clusterMapping(context),
    ['karpenter', 'nodeGroups'],
    ({ karpenter, nodeGroups }) =>
      Object.keys(nodeGroups)
        .filter((group) => karpenter.enabled && `node-${group}` === `${karpenter.namespace}-karpenter`)
        .map((group) => ({
          at: ['karpenter', 'namespace'],
          problem: `gives Karpenter's role the name of the role of cluster.nodeGroups.${group}`,
          allowed: 'a namespace, and node groups, whose roles have names of their own',
          remedy: `Change cluster.karpenter.namespace, or rename the node group ${group}.`,
        })),
  );
  const defaultGroup = nodeGroupSchema(context).parse({});
  const automatic = withRulesBetween(
    named,
    ['compute', 'nodeGroup', 'nodeGroups', 'karpenter', 'addons'],
    (settings) => autoModeFaults(settings, defaultGroup) as Faults<typeof settings>,
  );
  return withRulesBetween(automatic, ['addons', 'karpenter', 'podIdentities'], (settings) => {
    const { addons, podIdentities } = settings;
    const owners = accountsWithRoles(settings);
    const more = Object.entries(addons.more).map(
      ([name, { namespace, serviceAccount }]) =>
        [`${namespace}/${serviceAccount}`, `of the add-on ${name}`] as const,
    );
    return [
      ...takenFaults(addons.more, owners).map(({ at, ...fault }) => ({
        at: ['addons', 'more', ...at] as const,
        ...fault,
      })),
      ...takenFaults(podIdentities, new Map([...owners, ...more])).map(({ at, ...fault }) => ({
        at: ['podIdentities', ...at] as const,
        ...fault,
      })),
    ];
  });
}

/** What of the fleet itself has given a service account a role, by `namespace/name`. */
function accountsWithRoles({ addons, karpenter }: AccountsOwners): ReadonlyMap<string, string> {
  return new Map([
    ...catalogueAccounts(addons),
    ...(karpenter.enabled ? [[`${karpenter.namespace}/karpenter`, 'of Karpenter'] as const] : []),
  ]);
}

interface AccountsOwners {
  readonly addons: AddonSettings;
  readonly karpenter: { readonly enabled: boolean; readonly namespace: string };
}

function clusterMapping(context: Context) {
  return z.strictObject({
    /** @default infra-fleet-<environment> */
    name: text(
      '1 to 100 letters, digits, hyphens and underscores, the first a letter or digit',
      (name) =>
        /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(name)
          ? undefined
          : { problem: 'is not the name of an EKS cluster' },
      (name) =>
        isPlainText(name)
          ? undefined
          : {
              problem: 'is not read as text where manifests use ${CLUSTER_NAME}',
              allowed: 'a name that YAML does not read as a number, a date or true or false',
            },
    ).default(`infra-fleet-${context.environment}`),

    /** The control plane's version, one of those in standard support (`kubernetesVersions`). */
    kubernetesVersion: text(`one of ${Object.keys(kubernetesVersions).join(', ')}, in quotes`, (version) =>
      Object.hasOwn(kubernetesVersions, version)
        ? undefined
        : { problem: 'is not a Kubernetes version in standard support on EKS' },
    ),

    /**
     * What happens when standard support ends: STANDARD upgrades the cluster, EXTENDED keeps the version at a
     * higher price. @default - STANDARD (the default of EKS itself is EXTENDED)
     */
    upgradePolicy: z.enum(['STANDARD', 'EXTENDED']).default('STANDARD'),

    /** Addresses of Kubernetes services; fixed once the cluster exists. @default 172.20.0.0/16 */
    serviceCidr: cidrField(
      `a block between /12 and /24 in ${serviceRanges.join(', ')}`,
      (block) => prefixFault(block, 12, 24) ?? serviceRangeFault(block),
    ).default('172.20.0.0/16'),

    /** How the Kubernetes API is reached. Always from inside the VPC. */
    endpoint: endpointSchema.prefault({}),

    /** The control plane's logs in CloudWatch. */
    logs: z
      .strictObject({
        /** @default - all of them */
        types: uniqueList(z.enum(logTypes), `a list of ${logTypes.join(', ')}`).default([...logTypes]),

        /** Days after which they are deleted. @default 90 */
        retentionDays: logRetentionDays().default(90),
      })
      .prefault({}),

    /** Whether EKS refuses to delete the cluster. @default false */
    deletionProtection: z.boolean().default(false),

    /** Whether ARC zonal shift may move traffic away from an impaired zone. @default false */
    zonalShift: z.boolean().default(false),

    /** Whether IAM trusts the cluster's service accounts (IRSA), beside Pod Identity. @default false */
    oidcProvider: z.boolean().default(false),

    /**
     * What runs the pods: node groups, with Karpenter if need be; or EKS Auto Mode, which makes nodes, volumes and load balancers
     * itself and has the add-ons for it built in. @default nodeGroups
     */
    compute: z.enum(['nodeGroups', 'auto']).default('nodeGroups'),

    nodeGroup: nodeGroupSchema(context).prefault({}),

    nodeGroups: nodeGroupsSchema(context).default({}),

    karpenter: karpenterSchema.prefault({}),

    access: accessSchema(context),

    addons: addonsSchema(context).prefault({}),

    podIdentities: podIdentitiesSchema(context).default({}),
  });
}

/** The section `cluster`, with every default filled in. */
export type ClusterSettings = DeepReadonly<z.output<ReturnType<typeof clusterSchema>>>;

const endpointMapping = z.strictObject({
  /** Blocks that may reach the API over the internet. @default - none, which closes the public endpoint */
  publicCidrs: uniqueList(
    cidrField('an IPv4 CIDR, for example 203.0.113.0/24', publicRangeFault),
    `a list of at most ${mostPublicCidrs} IPv4 CIDRs`,
    (cidrs) => (cidrs.length > mostPublicCidrs ? { problem: `has ${cidrs.length} CIDRs` } : undefined),
  ).default([]),

  /** Confirms publicCidrs that are half of the internet or more, 0.0.0.0/0 for example. @default false */
  allowWorld: z.boolean().default(false),
});

const endpointSchema = withRulesBetween(endpointMapping, ['publicCidrs', 'allowWorld'], worldFaults);

function worldFaults(endpoint: z.output<typeof endpointMapping>): Faults<typeof endpoint> {
  const { publicCidrs, allowWorld } = endpoint;
  const share = shareOfInternet(publicCidrs);
  if (allowWorld || share < mostOfInternet) return [];
  const world = publicCidrs.indexOf('0.0.0.0/0');
  return [
    {
      at: world < 0 ? ['publicCidrs'] : ['publicCidrs', world],
      problem: `opens the Kubernetes API to ${share === 1 ? 'the whole' : 'most of the'} internet`,
      allowed: 'the CIDRs of your networks, for example 203.0.113.0/24',
      remedy: 'Name the networks, or confirm with cluster.endpoint.allowWorld: true.',
    },
  ];
}

function serviceRangeFault(block: Cidr) {
  const inside = serviceRanges.some((range) => contains(parseCidr(range)!, block));
  return inside ? undefined : { problem: 'is not in a range that EKS accepts for services' };
}
