import type { Faults } from '../validation/field';

/** AMI types with the drivers of accelerators (https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html). */
export const acceleratedAmiTypes = [
  'AL2023_ARM_64_NVIDIA',
  'AL2023_x86_64_NVIDIA',
  'AL2023_x86_64_NEURON',
  'BOTTLEROCKET_ARM_64_NVIDIA',
  'BOTTLEROCKET_x86_64_NVIDIA',
] as const;

type Accelerator = 'NVIDIA' | 'NEURON';

/**
 * The accelerator of an EC2 instance type, from its family: p, g and gr have NVIDIA's, except g4ad with AMD's; inf and trn have
 * AWS's own (https://docs.aws.amazon.com/ec2/latest/instancetypes/ac.html).
 */
export function acceleratorOf(instanceType: string): Accelerator | undefined {
  if (/^(inf|trn)\d/.test(instanceType)) return 'NEURON';
  return /^(p|g|gr)\d/.test(instanceType) && !instanceType.startsWith('g4ad.') ? 'NVIDIA' : undefined;
}

interface Machines {
  readonly instanceTypes: readonly string[];
  readonly amiType: string;
}

/** The faults of instance types whose accelerators don't fit the drivers of the AMI type. */
export function acceleratorFaults({ instanceTypes, amiType }: Machines): Faults<Machines> {
  const drivers = /(NVIDIA|NEURON)$/.exec(amiType)?.[1];
  return instanceTypes.flatMap((type, index) => {
    const is = acceleratorOf(type);
    if (is === drivers) return [];
    return [
      {
        at: ['instanceTypes', index] as const,
        problem:
          is === undefined
            ? `has no accelerators, but amiType ${amiType} is for those of ${drivers}`
            : `has accelerators of ${is}, for which amiType ${amiType} has no drivers`,
        allowed:
          is === undefined
            ? 'accelerated instance types'
            : `instance types without accelerators, or an amiType that ends in ${is}`,
        remedy: 'Change the instance type, or amiType.',
      },
    ];
  });
}
