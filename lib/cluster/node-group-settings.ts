import * as z from 'zod';
import type { Context } from '../validation/context';
import { acceleratedAmiTypes, acceleratorFaults } from './accelerators';
import { capacityReservation, reservationFaults } from './capacity-reservation';
import { policyArns } from './permissions-settings';
import { taintsSchema } from './taints-settings';
import { userDataFaults, userDataSchema, type UserData } from './user-data';
import {
  pattern,
  ruled,
  text,
  textMap,
  uniqueList,
  wholeNumber,
  withRulesBetween,
  type Fault,
  type Faults,
} from '../validation/field';

const instanceTypeForm = /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|xlarge|\d+xlarge|metal(-\d+xl)?)$/;

/** Kubelets may only give their node labels of these in the reserved namespaces (the NodeRestriction admission plug-in). */
const kubeletLabels = /(^|\.)(kubelet|node)\.kubernetes\.io$/;
const reservedLabels = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/;

const labelName = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

const labelPrefix = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

const amiTypes = [
  'AL2023_ARM_64_STANDARD',
  'AL2023_x86_64_STANDARD',
  'BOTTLEROCKET_ARM_64',
  'BOTTLEROCKET_x86_64',
  ...acceleratedAmiTypes,
] as const;

/** What every group has. */
function groupKeys(context: Context) {
  return {
    /** EC2 instance types, of the architecture that amiType has; several for SPOT. @default m7g.large */
    instanceTypes: uniqueList(
      text('an EC2 instance type, for example m7g.large', instanceTypeFault),
      'at least one EC2 instance type, for example m7g.large',
      (types) => (types.length === 0 ? { problem: 'is empty' } : undefined),
    ).default(['m7g.large']),

    /** How the instances are bought. @default ON_DEMAND */
    capacityType: z.enum(['ON_DEMAND', 'SPOT']).default('ON_DEMAND'),

    /** The nodes' operating system, architecture and drivers. @default AL2023_ARM_64_STANDARD */
    amiType: z.enum(amiTypes).default('AL2023_ARM_64_STANDARD'),

    /** Exact release of the machine image. @default - the newest at each deploy, shown in the plan */
    releaseVersion: pattern(
      'the release of a machine image, for example 1.35.2-20260801 or, of Bottlerocket, 1.44.0-4c2a5a6b',
      /^\d+\.\d+\.\d+-[0-9a-f]{8}$/,
      'is not the release of a machine image',
    ).optional(),

    /** Fewest nodes. @default 2 */
    minSize: wholeNumber(0, 1000).default(2),

    /** Most nodes. Default: 4. EKS allows 450 a group until its quota is raised. */
    maxSize: wholeNumber(1, 1000).default(4),

    /** Nodes at the start. @default 2 */
    desiredSize: wholeNumber(0, 1000).default(2),

    /** Nodes that an update replaces at the same time. @default 1 */
    maxUnavailable: wholeNumber(1, 100).default(1),

    /** The same as a share of the group in percent, instead of maxUnavailable. @default none */
    maxUnavailablePercentage: wholeNumber(1, 100).optional(),

    /** Size of each node's volume in GiB. @default 50 */
    diskSizeGiB: wholeNumber(20, 16384).default(50),

    /** Whether EKS replaces nodes that are broken. @default true */
    nodeRepair: z.boolean().default(true),

    /** Kubernetes labels of the nodes. @default none */
    labels: textMap(
      'Kubernetes labels outside kubernetes.io, k8s.io and eks.amazonaws.com, with values of up to 63 letters, digits and _ . -',
      labelFault,
    ).default({}),

    /** Some of network.zones. @default - all that there are when the group is made */
    zones: uniqueList(z.string(), 'a list of at least one of network.zones', (zones) =>
      zones.length === 0 ? { problem: 'is empty' } : undefined,
    ).optional(),

    /** The capacity reservation that the instances come from, or a resource group of some. @default none */
    capacityReservation: capacityReservation.optional(),

    /** ARNs of more IAM policies for the nodes. @default none */
    policies: policyArns(context),

    /** What the nodes are told at their first start. @default none */
    userData: userDataSchema.optional(),
  };
}

const groupReads = [
  'instanceTypes',
  'amiType',
  'capacityType',
  'minSize',
  'maxSize',
  'desiredSize',
  'zones',
  'capacityReservation',
  'userData',
] as const satisfies readonly (keyof Group)[];

/** The managed node group that the add-ons and Flux run on, and so without taints. Its name is `default`. */
export function nodeGroupSchema(context: Context) {
  return withRulesBetween(
    z.strictObject({
      ...groupKeys(context),
      /** Nodes at the start. One at least: without a node no add-on becomes active, and Flux does not run. @default 2 */
      desiredSize: wholeNumber(1, 1000).default(2),
    }),
    groupReads,
    groupFaults,
  );
}

/** More managed node groups by name. @default none */
export function nodeGroupsSchema(context: Context) {
  return ruled(
    z.record(
      z.string(),
      withRulesBetween(
        z.strictObject({ ...groupKeys(context), taints: taintsSchema() }),
        groupReads,
        groupFaults,
      ),
    ),
    (groups) =>
      Object.keys(groups).flatMap((name) => {
        const fault = groupNameFault(name);
        return fault === undefined ? [] : [{ at: [name], given: name, ...fault }];
      }),
  ).describe('node groups by name, each a mapping as cluster.nodeGroup');
}

function groupNameFault(name: string): Fault | undefined {
  const allowed = '1 to 40 lower-case letters, digits and hyphens, the first a letter';
  if (name === 'default')
    return {
      problem: 'is the name of the group under cluster.nodeGroup',
      allowed: `another name: ${allowed}`,
      remedy: 'Rename the group, or move its keys to cluster.nodeGroup.',
    };
  return /^[a-z][a-z0-9-]{0,39}$/.test(name)
    ? undefined
    : { problem: 'is not the name of a node group', allowed, remedy: 'Rename the group.' };
}

/** Families whose hypervisor is older than Nitro (https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html). */
const beforeNitro = /^(c[134]|d2|f1|g[23]s?|h1|i[23]|m[1234]|p[23]|r[34]|t[12]|x1e?)$/;

function instanceTypeFault(type: string): Fault | undefined {
  if (!instanceTypeForm.test(type)) return { problem: 'is not an EC2 instance type' };
  const family = type.split('.')[0]!;
  return beforeNitro.test(family)
    ? {
        problem: 'is older than the Nitro system, which prefix delegation needs',
        allowed: 'a newer EC2 instance type, for example m7g.large',
      }
    : undefined;
}

interface Group extends Machines, Sizes {
  readonly capacityType: string;
  readonly zones?: readonly string[] | undefined;
  readonly capacityReservation?: string | undefined;
  readonly userData?: UserData | undefined;
}

function groupFaults(group: Group): Faults<Group> {
  return [
    ...architectureFaults(group),
    ...acceleratorFaults(group),
    ...sizeFaults(group),
    ...spotFaults(group),
    ...reservationFaults(group),
    ...userDataFaults(group),
  ];
}

function spotFaults({ capacityType, instanceTypes }: Group): Faults<Group> {
  if (capacityType !== 'SPOT' || instanceTypes.length !== 1) return [];
  return [
    {
      at: ['instanceTypes'],
      problem: 'is a single type: AWS could take away all spot instances at once',
      allowed: 'two or more instance types with capacityType SPOT',
      remedy: 'Add types of the same size, or set capacityType to ON_DEMAND.',
    },
  ];
}

type Architecture = 'arm64' | 'x86_64';

/**
 * The processor architecture of an EC2 instance type, from its name: Graviton families have a `g` right after the
 * generation (m7g, c8gn, im4gn); a1 was the first of them.
 */
export function architectureOf(instanceType: string): Architecture {
  const family = instanceType.split('.')[0]!;
  return /^[a-z]+\d+g/.test(family) || family === 'a1' || family.includes('-gb') ? 'arm64' : 'x86_64';
}

interface Machines {
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
}

function architectureFaults({ instanceTypes, amiType }: Machines): Faults<Group> {
  const wanted: Architecture = amiType.includes('ARM_64') ? 'arm64' : 'x86_64';
  return instanceTypes.flatMap((type, index) => {
    const is = architectureOf(type);
    if (is === wanted) return [];
    const other = is === 'arm64' ? amiType.replace('x86_64', 'ARM_64') : amiType.replace('ARM_64', 'x86_64');
    return [
      {
        at: ['instanceTypes', index],
        problem: `has ${is} processors, but amiType ${amiType} is for ${wanted}`,
        allowed: `${wanted} instance types, for example ${wanted === 'arm64' ? 'm7g.large' : 'm7i.large'}`,
        remedy: `Change the instance type, or amiType to ${other}.`,
      },
    ];
  });
}

interface Sizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

function sizeFaults({ minSize, maxSize, desiredSize }: Sizes): Faults<Group> {
  if (minSize > maxSize)
    return [
      {
        at: ['minSize'],
        problem: `is more than maxSize ${maxSize}`,
        allowed: `a whole number up to ${maxSize}`,
        remedy: 'Lower minSize or raise maxSize.',
      },
    ];
  if (desiredSize < minSize || desiredSize > maxSize)
    return [
      {
        at: ['desiredSize'],
        problem: `is not between minSize ${minSize} and maxSize ${maxSize}`,
        allowed: `a whole number from ${minSize} to ${maxSize}`,
      },
    ];
  return [];
}

function labelFault(key: string, value: string): Fault | undefined {
  const [name = '', prefix] = key.split('/').reverse();
  if (prefix !== undefined && reservedLabels.test(prefix) && !kubeletLabels.test(prefix))
    return { problem: `has a key in ${prefix}, which is reserved`, remedy: 'Rename the label.' };
  if (
    key.split('/').length > 2 ||
    !labelName.test(name) ||
    (prefix !== undefined && !labelPrefix.test(prefix))
  )
    return { problem: 'has a key that is not the key of a Kubernetes label', remedy: 'Rename the label.' };
  return value === '' || labelName.test(value)
    ? undefined
    : { problem: 'is not the value of a Kubernetes label' };
}
