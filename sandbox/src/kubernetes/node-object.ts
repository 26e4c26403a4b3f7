import type { V1Node, V1Taint } from '@kubernetes/client-node';
import type { InstanceType } from './instance-type.js';

/** Where a node is. */
export interface NodePlace {
  readonly subnetId: string;
  readonly zone: string;
  /** Private IPv4 address; names the node as EC2 does. */
  readonly address: string;
}

/** A taint in EKS's spelling. */
export interface NodeGroupTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** A managed node group, as far as its nodes show it. */
export interface NodeGroupSpec {
  readonly clusterName: string;
  readonly name: string;
  readonly region: string;
  readonly desiredSize: number;
  readonly capacityType: string;
  readonly amiType: string;
  /** Kubernetes version of the nodes, `1.36`. */
  readonly version: string;
  /** What a node is made from; a node of another template is replaced. */
  readonly template: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels that an update has taken from the group. @default none */
  readonly removedLabels?: readonly string[];
  readonly taints: readonly NodeGroupTaint[];
  readonly instanceType: InstanceType;
}

/** Label by which EKS tells the nodes of a group. */
export const nodeGroupLabel = 'eks.amazonaws.com/nodegroup';

const maximumPods = 110;
const templateAnnotation = 'infra-fleet.sandbox/node-template';

/** A node of a managed node group, left to kwok to run. */
export function nodeObject(group: NodeGroupSpec, place: NodePlace, instanceId: string): V1Node {
  const name = `ip-${place.address.replaceAll('.', '-')}.${group.region}.compute.internal`;
  const architecture = group.amiType.includes('ARM_64') ? 'arm64' : 'amd64';
  const kubeletVersion = nodeVersion(group.version);
  const resources = {
    cpu: String(group.instanceType.cpus),
    memory: `${group.instanceType.memoryMebibytes}Mi`,
    pods: String(maximumPods),
    'ephemeral-storage': '20Gi',
  };
  return {
    metadata: {
      name,
      annotations: {
        'kwok.x-k8s.io/node': 'fake',
        'node.alpha.kubernetes.io/ttl': '0',
        [templateAnnotation]: group.template,
      },
      labels: {
        ...group.labels,
        'eks.amazonaws.com/capacityType': group.capacityType,
        [nodeGroupLabel]: group.name,
        'kubernetes.io/arch': architecture,
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': group.instanceType.name,
        'topology.kubernetes.io/region': group.region,
        'topology.kubernetes.io/zone': place.zone,
      },
    },
    spec: {
      providerID: `aws:///${place.zone}/${instanceId}`,
      ...(group.taints.length > 0 && { taints: group.taints.map(kubernetesTaint) }),
    },
    status: {
      capacity: resources,
      allocatable: resources,
      nodeInfo: {
        architecture,
        bootID: '',
        containerRuntimeVersion: 'containerd://2.1.0',
        kernelVersion: '6.12.0-sandbox',
        kubeProxyVersion: kubeletVersion,
        kubeletVersion,
        machineID: '',
        operatingSystem: 'linux',
        osImage: osImage(group.amiType),
        systemUUID: '',
      },
    },
  };
}

/** Whether a node was made from the template that its group has now. */
export function isCurrent(node: V1Node, group: NodeGroupSpec): boolean {
  return node.metadata?.annotations?.[templateAnnotation] === group.template;
}

/** A taint in Kubernetes' spelling: `NO_SCHEDULE` is `NoSchedule`. */
export function kubernetesTaint(taint: NodeGroupTaint): V1Taint {
  const effect = taint.effect
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return { key: taint.key, effect, ...(taint.value !== undefined && { value: taint.value }) };
}

/**
 * Host address number `index` of a range: EC2 keeps the first four addresses of a subnet, so counting starts at the
 * fifth.
 */
export function hostAddress(cidr: string, index: number): string {
  const [base = '', bits = '32'] = cidr.split('/');
  const start = base.split('.').reduce((value, octet) => value * 256 + Number(octet), 0);
  const usable = 2 ** (32 - Number(bits)) - 5;
  if (index >= usable) {
    throw new RangeError(`Subnet ${cidr} has no address for its node number ${index + 1}`);
  }
  const address = start + 4 + index;
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}

function nodeVersion(version: string): string {
  return `v${version}.${version === '1.36' ? 3 : 0}-eks-sandbox`;
}

function osImage(amiType: string): string {
  return amiType.startsWith('BOTTLEROCKET') ? 'Bottlerocket OS (simulated)' : 'Amazon Linux 2023 (simulated)';
}
