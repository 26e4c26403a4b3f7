import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { V1Node, V1Pod } from '@kubernetes/client-node';
import type { Service } from '../service.js';
import { connect, readService, type ClusterApi } from './cluster-api.js';
import { Informer } from './informer.js';
import type { Registry } from '../registry/registry.js';
import type { PodNetwork } from './pod-network.js';
import { PodAddresses } from './pod-addresses.js';
import { PodPorts } from './pod-ports.js';
import { PodWriter } from './pod-writer.js';
import { programFile, programs } from './programs.js';
import { podProcessPrefix, RunningPod } from './running-pod.js';
import { isExecuted } from './selection.js';
import { ServiceForwarders } from './service-forwarders.js';
import { ServiceProxy } from './service-proxy.js';
import { endStrayProcesses } from './stray-processes.js';

export interface PodRunnerProps {
  /** Name of the cluster, unique within the sandbox. */
  readonly clusterName: string;
  /** Kubeconfig file of the cluster's administrator. */
  readonly kubeconfig: string;
  /** Folder for the pods' volumes and credentials, and for what is remembered from one start to the next. */
  readonly folder: string;
  /** The Flux Operator's distribution data on this machine. */
  readonly fluxOperatorData: string;
  /** Where the API server reaches pods and their logs. @default none: no `kubectl logs` */
  readonly network?: PodNetwork;
  /** The registry that ECR's names lead to, and whose certificate the pods trust. @default none */
  readonly registry?: Pick<Registry, 'address' | 'authorities'>;
}

const shutdownGraceSeconds = 10;

/**
 * Stands in for the kubelets of a cluster: runs the pods whose images the sandbox has programs for as processes of this
 * machine, with their own arguments, environment, service account, probes and restart policy, and writes their status.
 */
export class PodRunner implements Service {
  readonly name: string;
  private readonly running = new Map<string, RunningPod>();
  private readonly ports = new PodPorts();
  private readonly addresses = new PodAddresses();
  private readonly forwarders: ServiceForwarders;
  private readonly proxy: ServiceProxy;
  private readonly nodes = new Map<string, V1Node>();
  private cluster: ClusterApi | undefined;
  private podInformer: Informer<V1Pod> | undefined;
  private nodeInformer: Informer<V1Node> | undefined;

  constructor(private readonly props: PodRunnerProps) {
    this.name = `pod runner of ${props.clusterName}`;
    this.forwarders = new ServiceForwarders(join(props.folder, 'services'), (workload, containerPort) =>
      this.podOfWorkload(workload)?.loopbackPort(containerPort),
    );
    this.proxy = new ServiceProxy({
      clusterName: props.clusterName,
      registry: () => props.registry?.address,
      service: async (namespace, name) =>
        this.cluster === undefined ? undefined : await readService(this.cluster.core, namespace, name),
      pods: () => this.podInformer?.objects() ?? [],
      loopbackPort: (pod, port) => this.running.get(pod.metadata?.uid ?? '')?.loopbackPort(port),
    });
  }

  /** The HTTP proxy that leads to Services of the cluster; defined once the runner has started. */
  get httpProxy(): string {
    return this.proxy.origin;
  }

  async start(): Promise<void> {
    const { clusterName, kubeconfig, folder, network } = this.props;
    await endStrayProcesses(podProcessPrefix(clusterName), programs.map(programFile));
    await mkdir(folder, { recursive: true });
    const cluster = connect(kubeconfig);
    this.cluster = cluster;
    await this.proxy.start();
    network?.serve(
      (podIP) => this.podWithAddress(podIP),
      (namespace, name) => this.find(namespace, name),
    );
    this.nodeInformer = new Informer<V1Node>({
      cluster,
      path: '/api/v1/nodes',
      list: async () => await cluster.core.listNode(),
      onObject: (node) => this.observeNode(node),
      onGone: (node) => this.forgetNode(node),
    });
    const fieldSelector = 'spec.nodeName!=';
    this.podInformer = new Informer<V1Pod>({
      cluster,
      path: '/api/v1/pods',
      list: async () => await cluster.core.listPodForAllNamespaces({ fieldSelector }),
      fieldSelector,
      onObject: (pod) => this.observePod(pod),
      onGone: (pod) => this.forgetPod(pod),
    });
    await this.nodeInformer.start();
    await this.podInformer.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.podInformer?.stop(), this.nodeInformer?.stop()]);
    const pods = [...this.running.values()];
    this.running.clear();
    await Promise.all(pods.map((pod) => pod.shutdown(shutdownGraceSeconds)));
    this.nodes.clear();
    await Promise.all([this.forwarders.stop(), this.proxy.stop()]);
  }

  /** The newest pod of a workload, one that is not being ended if there is any. */
  private podOfWorkload(workload: string): RunningPod | undefined {
    const pods = [...this.running.values()].filter((pod) => pod.workload === workload);
    return pods.findLast((pod) => !pod.isEnding) ?? pods.at(-1);
  }

  private podWithAddress(podIP: string): RunningPod | undefined {
    return [...this.running.values()].find((pod) => pod.podIP === podIP);
  }

  private find(namespace: string, name: string): RunningPod | undefined {
    const pod = this.podInformer
      ?.objects()
      .find((candidate) => candidate.metadata?.namespace === namespace && candidate.metadata.name === name);
    return this.running.get(pod?.metadata?.uid ?? '');
  }

  private observeNode(node: V1Node): void {
    const name = node.metadata?.name ?? '';
    const isNew = !this.nodes.has(name);
    this.nodes.set(name, node);
    if (!isNew) return;
    for (const pod of this.podInformer?.objects() ?? []) {
      if (pod.spec?.nodeName === name) this.observePod(pod);
    }
  }

  private forgetNode(node: V1Node): void {
    const name = node.metadata?.name ?? '';
    this.nodes.delete(name);
    for (const pod of this.podInformer?.objects() ?? []) {
      if (pod.spec?.nodeName === name) this.forgetPod(pod);
    }
  }

  private observePod(pod: V1Pod): void {
    if (!isExecuted(pod) || this.cluster === undefined) return;
    const uid = pod.metadata?.uid ?? '';
    const known = this.running.get(uid);
    if (known !== undefined) {
      known.observe(pod);
      return;
    }
    this.forgetNamesake(pod);
    const node = this.nodes.get(pod.spec?.nodeName ?? '');
    if (node === undefined) return;
    if (pod.metadata?.deletionTimestamp !== undefined) {
      void new PodWriter(this.cluster.core, pod).remove();
      return;
    }
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return;
    this.run(pod, node, this.cluster);
  }

  /** A pod whose deletion was missed while the watch was down, and whose name another pod has now. */
  private forgetNamesake(pod: V1Pod): void {
    const { namespace, name } = pod.metadata ?? {};
    for (const running of this.running.values()) {
      const other = running.pod.metadata;
      if (other?.namespace === namespace && other?.name === name) this.forgetPod(running.pod);
    }
  }

  private run(pod: V1Pod, node: V1Node, cluster: ClusterApi): void {
    const { clusterName, fluxOperatorData, folder } = this.props;
    const running = new RunningPod({
      pod,
      node: () => this.nodes.get(pod.spec?.nodeName ?? '') ?? node,
      podIP: this.addresses.assign(pod.status?.podIP),
      clusterName,
      cluster,
      fluxOperatorData,
      network: this.networkEnvironment(),
      ports: this.ports,
      forwarders: this.forwarders,
      folder,
    });
    this.running.set(running.uid, running);
    running.start();
  }

  /** What a container's network has, for a process: cluster DNS behind a proxy, and whom it trusts. */
  private networkEnvironment(): Record<string, string> {
    const { registry } = this.props;
    return {
      HTTP_PROXY: this.proxy.origin,
      HTTPS_PROXY: this.proxy.origin,
      // What the pod excludes from proxies is what cluster DNS resolves, and that is here behind the proxy.
      NO_PROXY: '',
      no_proxy: '',
      ...(registry !== undefined && { SSL_CERT_FILE: registry.authorities }),
    };
  }

  private forgetPod(pod: V1Pod): void {
    const uid = pod.metadata?.uid ?? '';
    const running = this.running.get(uid);
    if (running === undefined) return;
    this.running.delete(uid);
    this.addresses.release(running.podIP);
    void running.abandon();
  }
}
