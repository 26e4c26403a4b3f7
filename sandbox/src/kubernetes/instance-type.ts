/** What a node of an instance type offers. */
export interface InstanceType {
  readonly name: string;
  readonly cpus: number;
  readonly memoryMebibytes: number;
}

const gibibyte = 1024;
const burstableMemory: Readonly<Record<string, number>> = { nano: 0.5, micro: 1, small: 2, medium: 4 };
const gibibytesForEachCpu: Readonly<Record<string, number>> = { c: 2, m: 4, t: 4, r: 8, x: 16 };

/**
 * Derives processors and memory from an EC2 instance type's name, since families follow a rule: `large` has 2 processors,
 * `xlarge` 4 and `Nxlarge` N times those, and the family's letter gives the memory for each. A name outside the rule counts as 2
 * processors and 8 GiB.
 */
export function instanceType(name: string): InstanceType {
  const [family = '', size = ''] = name.split('.');
  const cpus = cpusOf(size);
  const perCpu = gibibytesForEachCpu[family.charAt(0)];
  if (cpus === undefined || perCpu === undefined) return { name, cpus: 2, memoryMebibytes: 8 * gibibyte };
  const memory = (family.startsWith('t') ? burstableMemory[size] : undefined) ?? cpus * perCpu;
  return { name, cpus, memoryMebibytes: memory * gibibyte };
}

function cpusOf(size: string): number | undefined {
  if (size in burstableMemory || size === 'large') return 2;
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  return times === undefined ? undefined : 4 * Number(times === '' ? 1 : times);
}
