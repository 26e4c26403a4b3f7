import { z } from 'zod';
import { between, pattern, textMap, uniqueList, wholeNumber, type Fault } from './field';

const INSTANCE_TYPE = /^[a-z][a-z0-9-]*\.(nano|micro|small|medium|large|xlarge|\d+xlarge|metal(-\d+xl)?)$/;

/** Kubelets may only give their node labels of these in the reserved namespaces (the NodeRestriction admission plug-in). */
const KUBELET_LABELS = /(^|\.)(kubelet|node)\.kubernetes\.io$/;
const RESERVED_LABELS = /(^|\.)(kubernetes\.io|k8s\.io|eks\.amazonaws\.com)$/;

const LABEL_NAME = /^[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const LABEL_PREFIX = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** The managed node group that the add-ons and Flux run on. */
export const nodeGroupSchema = between(
  z.strictObject({
    /** EC2 instance types, of the architecture that amiType has. Default: m7g.large. */
    instanceTypes: uniqueList(
      pattern('an EC2 instance type, for example m7g.large', INSTANCE_TYPE, 'is not an EC2 instance type'),
      'at least one EC2 instance type, for example m7g.large',
      (types) => (types.length === 0 ? { problem: 'is empty' } : undefined),
    ).default(['m7g.large']),

    /** How the instances are bought. Default: ON_DEMAND. */
    capacityType: z.enum(['ON_DEMAND', 'SPOT']).default('ON_DEMAND'),

    /** The nodes' operating system and architecture. Default: AL2023_ARM_64_STANDARD. */
    amiType: z
      .enum([
        'AL2023_ARM_64_STANDARD',
        'AL2023_x86_64_STANDARD',
        'BOTTLEROCKET_ARM_64',
        'BOTTLEROCKET_x86_64',
      ])
      .default('AL2023_ARM_64_STANDARD'),

    /** Fewest nodes. Default: 2. */
    minSize: wholeNumber(0, 1000).default(2),

    /** Most nodes. Default: 4. EKS allows 450 a group until its quota is raised. */
    maxSize: wholeNumber(1, 1000).default(4),

    /** Nodes at the start. Default: 2. */
    desiredSize: wholeNumber(0, 1000).default(2),

    /** Size of each node's volume in GiB. Default: 50. */
    diskSizeGiB: wholeNumber(20, 16384).default(50),

    /** Kubernetes labels of the nodes. Default: none. */
    labels: textMap(
      'Kubernetes labels outside kubernetes.io, k8s.io and eks.amazonaws.com, with values of up to 63 letters, digits and _ . -',
      labelFault,
    ).default({}),
  }),
  ['instanceTypes', 'amiType', 'minSize', 'maxSize', 'desiredSize'],
  (group) => [...architectureFaults(group), ...sizeFaults(group)],
);

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

function architectureFaults({ instanceTypes, amiType }: Machines): readonly Fault[] {
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

function sizeFaults({ minSize, maxSize, desiredSize }: Sizes): readonly Fault[] {
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
  if (prefix !== undefined && RESERVED_LABELS.test(prefix) && !KUBELET_LABELS.test(prefix))
    return { problem: `has a key in ${prefix}, which is reserved`, remedy: 'Rename the label.' };
  if (
    key.split('/').length > 2 ||
    !LABEL_NAME.test(name) ||
    (prefix !== undefined && !LABEL_PREFIX.test(prefix))
  )
    return { problem: 'has a key that is not the key of a Kubernetes label', remedy: 'Rename the label.' };
  return value === '' || LABEL_NAME.test(value)
    ? undefined
    : { problem: 'is not the value of a Kubernetes label' };
}
