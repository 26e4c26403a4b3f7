import type { FleetConfig } from '../../lib/fleet/schema';
import { clusterOf } from '../cluster/fleet-cluster';
import type { FluxCluster, FluxObject } from '../cluster/flux-cluster';
import { messageOf } from '../message-of';
import { clusterIsGone } from '../recovery/cluster-presence';

/** A kind of object for which a controller in the cluster makes something in AWS. */
interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  /** What stays in AWS, and costs, when the cluster goes first. */
  readonly leaves: string;
  /** Whether an object is one. @default - each is */
  readonly is?: (object: FluxObject) => boolean;
  /** The command that clears some of them. @default - `kubectl delete` with their names, a namespace at a time */
  readonly clear?: (objects: readonly FluxObject[]) => readonly string[];
}

interface Spec {
  readonly type?: string;
  readonly persistentVolumeReclaimPolicy?: string;
  readonly nodeClassRef?: { readonly group: string };
  readonly claimRef?: { readonly namespace: string; readonly name: string };
}

const specOf = (object: FluxObject): Spec => (object.spec ?? {}) as Spec;

const kinds: readonly Kind[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    leaves: 'a load balancer',
    is: (object) => specOf(object).type === 'LoadBalancer',
  },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', leaves: 'a load balancer' },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    leaves: 'a volume',
    // One that is to be retained is meant to stay.
    is: (object) => specOf(object).persistentVolumeReclaimPolicy === 'Delete',
    clear: (volumes) =>
      volumes.map((volume) => {
        const { claimRef } = specOf(volume);
        return claimRef === undefined
          ? `kubectl delete persistentvolume ${nameOf(volume)}`
          : `kubectl delete persistentvolumeclaim --namespace=${claimRef.namespace} ${claimRef.name}`;
      }),
  },
  {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodeClaim',
    leaves: 'an instance',
    // EKS deletes those of Auto Mode with the cluster (https://docs.aws.amazon.com/eks/latest/userguide/delete-cluster.html).
    is: (object) => specOf(object).nodeClassRef?.group !== 'eks.amazonaws.com',
    // Karpenter makes others for as long as it has a NodePool.
    clear: () => ['kubectl delete nodepools,nodeclaims --all'],
  },
];

/**
 * Why the cluster must not be destroyed yet: its controllers made things in AWS that nobody would remove, and that the network
 * can't be deleted with.
 *
 * @param say told when it can't be found out
 * @returns undefined when nothing speaks against it
 */
export async function madeByControllers(
  fleet: FleetConfig,
  say: (line: string) => void,
): Promise<string | undefined> {
  if ((await clusterIsGone(fleet)) === 'gone') return undefined;
  try {
    const found = await findIn(clusterOf(fleet));
    return found.length === 0 ? undefined : refusal(fleet.cluster.name, found);
  } catch (error) {
    say(`Not known whether controllers made load balancers, volumes or instances. ${messageOf(error)}`);
    return undefined;
  }
}

interface Found {
  readonly kind: Kind;
  readonly objects: readonly FluxObject[];
}

/** The objects of a cluster for which its controllers made something in AWS. */
export async function findIn(cluster: Pick<FluxCluster, 'list'>): Promise<readonly Found[]> {
  const found = await Promise.all(
    kinds.map(async (kind) => ({
      kind,
      objects: (await cluster.list(kind.apiVersion, kind.kind)).filter(kind.is ?? (() => true)),
    })),
  );
  return found.filter(({ objects }) => objects.length > 0);
}

/** Says what there is, and how to remove it. */
export function refusal(cluster: string, found: readonly Found[]): string {
  return [
    `Refused: controllers in the cluster ${cluster} made things in AWS that would stay without it:`,
    ...found.flatMap(({ kind, objects }) =>
      objects.map((object) => `  ${kind.kind} ${pathOf(object)}: ${kind.leaves}`),
    ),
    'Nothing was changed. Let their controllers remove them, then run the same command again:',
    ...found.flatMap(({ kind, objects }) => (kind.clear ?? deletions)(objects)).map((line) => `  ${line}`),
  ].join('\n');
}

function deletions(objects: readonly FluxObject[]): readonly string[] {
  const namespaces = [...new Set(objects.map(({ metadata }) => metadata.namespace))];
  return namespaces.map((namespace) => {
    const own = objects.filter(({ metadata }) => metadata.namespace === namespace);
    return `kubectl delete ${own[0]!.kind.toLowerCase()} --namespace=${namespace} ${own.map(nameOf).join(' ')}`;
  });
}

function nameOf({ metadata }: FluxObject): string {
  return metadata.name ?? '';
}

function pathOf(object: FluxObject): string {
  const { namespace } = object.metadata;
  return namespace === undefined ? nameOf(object) : `${namespace}/${nameOf(object)}`;
}
