import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { V1Container, V1Node, V1Pod, V1PodCondition } from '@kubernetes/client-node';
import { namespaceReferences, type ClusterApi } from './cluster-api.js';
import { Container, type ContainerEvent, type Launch } from './container.js';
import { containerPast } from './container-past.js';
import { ContainerConfigError, type PodPlacement } from './environment.js';
import { prepareLaunch } from './launch.js';
import type { PodPorts } from './pod-ports.js';
import { podStatus } from './pod-status.js';
import { PodWriter } from './pod-writer.js';
import type { Program } from './program.js';
import { programFile } from './programs.js';
import { programOf } from './selection.js';
import type { ServiceForwarders } from './service-forwarders.js';
import { ServiceAccountCredentials } from './service-account.js';
import { containerMounts, prepareVolumes } from './volumes.js';

export interface RunningPodProps {
  readonly pod: V1Pod;
  /** The newest state of the pod's node. */
  readonly node: () => V1Node;
  readonly podIP: string;
  readonly clusterName: string;
  readonly cluster: ClusterApi;
  readonly fluxOperatorData: string;
  /** Variables by which a process reaches what a pod reaches. */
  readonly network: Readonly<Record<string, string>>;
  readonly ports: PodPorts;
  readonly forwarders: ServiceForwarders;
  /** Folder of the cluster's pods. */
  readonly folder: string;
}

const warnings: readonly ContainerEvent[] = ['BackOff', 'Unhealthy', 'Failed'];

function nodeAddress(node: V1Node): string {
  return node.status?.addresses?.find((address) => address.type === 'InternalIP')?.address ?? '';
}

/** The name of what a pod belongs to: the same for every pod of a Deployment, whatever its revision. */
export function workloadName(pod: V1Pod): string {
  const { namespace = '', name = '', generateName, labels } = pod.metadata ?? {};
  const hash = labels?.['pod-template-hash'];
  const workload = generateName?.slice(0, -1) ?? name;
  const suffix = hash === undefined ? '' : `-${hash}`;
  return `${namespace}/${workload.endsWith(suffix) ? workload.slice(0, workload.length - suffix.length) : workload}`;
}

/** The beginning of the names of all processes of a cluster's pods. */
export function podProcessPrefix(clusterName: string): string {
  return `pod.${clusterName}.`;
}

/** A pod whose containers are processes of this machine, and the status that a kubelet would write for it. */
export class RunningPod {
  readonly containers: readonly Container[];
  /** The pod object as it was seen last. */
  pod: V1Pod;
  private written: readonly V1PodCondition[];
  private readonly ports = new Map<string, Map<number, number>>();
  private readonly podFolder: string;
  private readonly writer: PodWriter;
  private readonly credentials: ServiceAccountCredentials;
  private readonly startTime: Date;
  private ending: Promise<void> | undefined;
  private identityReady: Promise<void> | undefined;

  constructor(private readonly props: RunningPodProps) {
    const { pod } = props;
    this.pod = pod;
    this.written = pod.status?.conditions ?? [];
    this.startTime = pod.status?.startTime ?? new Date();
    this.podFolder = join(props.folder, 'pods', pod.metadata?.uid ?? '');
    this.writer = new PodWriter(props.cluster.core, pod);
    this.credentials = new ServiceAccountCredentials(
      props.cluster,
      pod,
      join(this.podFolder, 'service-account'),
    );
    this.containers = (pod.spec?.containers ?? []).map((container) => this.makeContainer(container));
  }

  get uid(): string {
    return this.pod.metadata?.uid ?? '';
  }

  /** What the pod belongs to, the same for every pod that replaces it. */
  get workload(): string {
    return workloadName(this.pod);
  }

  /** True from the moment that the pod is being ended. */
  get isEnding(): boolean {
    return this.ending !== undefined;
  }

  get podIP(): string {
    return this.props.podIP;
  }

  start(): void {
    for (const container of this.containers) container.start();
    this.report();
  }

  /** Takes in a newer state of the pod object; a pod that is being deleted is ended. */
  observe(pod: V1Pod): void {
    this.pod = pod;
    if (pod.metadata?.deletionTimestamp !== undefined) void this.terminate();
  }

  /** The loopback port that stands for a port of the pod. */
  loopbackPort(containerPort: number): number | undefined {
    for (const ports of this.ports.values()) {
      const port = ports.get(containerPort);
      if (port !== undefined) return port;
    }
    return undefined;
  }

  /** Ends the pod as its deletion asks for: within the grace period, with a last status, and removes the object. */
  async terminate(): Promise<void> {
    this.ending ??= this.end(async () => {
      const grace =
        this.pod.metadata?.deletionGracePeriodSeconds ?? this.pod.spec?.terminationGracePeriodSeconds;
      await this.stopContainers(grace ?? 30);
      await this.writer.settled();
      await this.writer.remove();
      await rm(this.podFolder, { recursive: true, force: true });
    });
    await this.ending;
  }

  /** Ends the processes of a pod that is gone, or whose node is gone, and writes nothing. */
  async abandon(): Promise<void> {
    this.writer.close();
    await this.stopContainers(0);
    this.ending ??= this.end(async () => await rm(this.podFolder, { recursive: true, force: true }));
    await this.ending;
  }

  /** Ends the processes only: the pod object and its folder stay for the next start of the sandbox. */
  async shutdown(graceSeconds: number): Promise<void> {
    this.writer.close();
    this.ending ??= this.end(async () => await this.stopContainers(graceSeconds));
    await this.ending;
  }

  private async end(how: () => Promise<void>): Promise<void> {
    try {
      await how();
    } finally {
      this.credentials.stop();
      this.writer.close();
      for (const ports of this.ports.values()) this.props.ports.release(ports.values());
    }
  }

  private async stopContainers(graceSeconds: number): Promise<void> {
    await Promise.all(this.containers.map((container) => container.stop(graceSeconds)));
  }

  private makeContainer(container: V1Container): Container {
    const { pod, clusterName } = this.props;
    const program = programOf(container.image);
    if (program === undefined) throw new Error(`No program stands for the image ${container.image ?? ''}`);
    const { namespace, name } = pod.metadata ?? {};
    const restartPolicy = pod.spec?.restartPolicy;
    const status = pod.status?.containerStatuses?.find((candidate) => candidate.name === container.name);
    const portsOfContainer = new Map<number, number>();
    this.ports.set(container.name, portsOfContainer);
    return new Container({
      container,
      restartPolicy,
      terminationGraceSeconds: pod.spec?.terminationGracePeriodSeconds ?? 30,
      imageID: `process://${programFile(program)}`,
      processName: (restart) =>
        `${podProcessPrefix(clusterName)}${namespace}.${name}.${container.name}.${restart}`,
      past: containerPast(status, restartPolicy),
      prepare: async () => await this.prepare(container, program, portsOfContainer),
      onChange: () => this.report(),
      onEvent: (event, message) => {
        void this.writer.event(
          warnings.includes(event) ? 'Warning' : 'Normal',
          event,
          message,
          container.name,
        );
      },
    });
  }

  private async prepare(
    container: V1Container,
    program: Program,
    ports: Map<number, number>,
  ): Promise<Launch> {
    const { pod, cluster, fluxOperatorData, network } = this.props;
    const command = programFile(program);
    if (!existsSync(command)) {
      throw new ContainerConfigError(
        `The sandbox has not built a program for the image ${container.image ?? ''}: only make e2e-flux does`,
      );
    }
    await mkdir(this.podFolder, { recursive: true });
    this.identityReady ??= this.credentials.start();
    await this.identityReady.catch((error: unknown) => {
      this.identityReady = undefined;
      throw error;
    });
    const references = namespaceReferences(cluster.core, pod.metadata?.namespace ?? '');
    const placement: PodPlacement = {
      node: this.props.node(),
      hostIP: nodeAddress(this.props.node()),
      podIP: this.props.podIP,
    };
    const folders = await prepareVolumes({
      pod,
      podFolder: this.podFolder,
      claimsFolder: join(this.props.folder, 'claims'),
      placement,
      references,
      token: async (audience, seconds) => await this.credentials.token(audience, seconds),
    });
    return await prepareLaunch({
      pod,
      container,
      program,
      command,
      fluxOperatorData,
      network,
      placement,
      references,
      mounts: containerMounts(container, folders),
      kubeconfigFile: this.credentials.kubeconfigFile,
      folder: this.podFolder,
      ports,
      claimPort: async () => await this.props.ports.claim(),
      servicePort: async (port) => await this.props.forwarders.port(this.workload, port),
    });
  }

  private report(): void {
    const status = podStatus({
      pod: this.pod,
      views: this.containers.map((container) => container.view()),
      previous: this.written,
      hostIP: nodeAddress(this.props.node()),
      podIP: this.props.podIP,
      startTime: this.startTime,
      now: new Date(),
    });
    this.written = status.conditions ?? [];
    this.writer.status(status);
  }
}
