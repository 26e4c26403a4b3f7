import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { V1Pod, V1Service } from '@kubernetes/client-node';
import { forwardRequest } from '../forward-request.js';
import { LoopbackServer } from '../loopback-server.js';
import { ecrHost } from '../registry/ecr-host.js';
import type { Service } from '../service.js';
import { isExecuted } from './selection.js';
import { Tunnels } from './tunnels.js';

export interface ServiceProxyProps {
  readonly clusterName: string;
  /** Host and port of the registry that ECR's names lead to. @default - they lead to AWS */
  readonly registry?: () => string | undefined;
  /** Reads a Service; undefined if there is no such object. */
  readonly service: (namespace: string, name: string) => Promise<V1Service | undefined>;
  readonly pods: () => readonly V1Pod[];
  /** The loopback port that stands for a port of a pod; undefined while nothing runs there. */
  readonly loopbackPort: (pod: V1Pod, containerPort: number) => number | undefined;
}

/** Where a request goes, or why it goes nowhere. */
type Destination =
  { readonly host: string; readonly port: number } | { readonly status: number; readonly reason: string };

/** A name as cluster DNS has it: `service.namespace`, `service.namespace.svc`, `service.namespace.svc.cluster.local.`. */
const serviceName = /^([a-z0-9-]+)\.([a-z0-9-]+)(?:\.svc(?:\.[a-z0-9.-]+)?)?\.?$/;

/**
 * What cluster DNS and kube-proxy are in a cluster: the proxy (`HTTP_PROXY`, `HTTPS_PROXY`) of the processes that stand for
 * pods. A plain HTTP request for a Service goes to a pod behind it, a connection to ECR to the sandbox's registry, and any
 * other to the host that it names.
 */
export class ServiceProxy implements Service {
  readonly name: string;
  private readonly server: LoopbackServer;
  private readonly tunnels = new Tunnels();

  constructor(private readonly props: ServiceProxyProps) {
    this.name = `service proxy of ${props.clusterName}`;
    this.server = new LoopbackServer({
      name: this.name,
      answer: (request, response) => this.answer(request, response),
      connect: (request, socket, head) => this.tunnel(request, socket, head),
    });
  }

  /** The proxy's address; defined once it has started. */
  get origin(): string {
    return this.server.origin;
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    this.tunnels.close();
    await this.server.stop();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refuse = (status: number, reason: string): void => {
      response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${reason}\n`);
    };
    if (!URL.canParse(request.url ?? '')) {
      refuse(400, 'This is a proxy: it takes only requests for absolute URLs');
      return;
    }
    const url = new URL(request.url ?? '');
    const destination = await this.destination(url).catch((error: unknown) => ({
      status: 502,
      reason: String(error),
    }));
    if ('status' in destination) {
      refuse(destination.status, destination.reason);
      return;
    }
    forwardRequest(request, response, { ...destination, path: `${url.pathname}${url.search}` }, (error) =>
      refuse(502, error.message),
    );
  }

  private tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { hostname, port } = new URL(`https://${request.url ?? ''}`);
    const registry = hostname === ecrHost ? this.props.registry?.() : undefined;
    const target = registry === undefined ? { hostname, port } : new URL(`https://${registry}`);
    this.tunnels.open(socket, head, Number(target.port || 443), target.hostname);
  }

  private async destination(url: URL): Promise<Destination> {
    const port = Number(url.port || 80);
    const [, name, namespace] = serviceName.exec(url.hostname) ?? [];
    const service =
      name === undefined || namespace === undefined ? undefined : await this.props.service(namespace, name);
    return service === undefined ? { host: url.hostname, port } : this.podBehind(service, port);
  }

  private podBehind(service: V1Service, port: number): Destination {
    const { namespace, name } = service.metadata ?? {};
    const target = service.spec?.ports?.find((candidate) => candidate.port === port)?.targetPort ?? port;
    const pods = this.props.pods().filter((pod) => isSelected(pod, service));
    for (const pod of pods.toReversed()) {
      const loopbackPort = this.props.loopbackPort(pod, containerPort(pod, target));
      if (loopbackPort !== undefined) return { host: '127.0.0.1', port: loopbackPort };
    }
    // 501 tells Flux's clients not to try again; they do after a 503.
    return pods.some((pod) => !isExecuted(pod))
      ? {
          status: 501,
          reason: `The pods of Service ${namespace}/${name} are simulated: nothing listens there`,
        }
      : { status: 503, reason: `No pod of Service ${namespace}/${name} listens on port ${target}` };
  }
}

function isSelected(pod: V1Pod, service: V1Service): boolean {
  const selector = Object.entries(service.spec?.selector ?? {});
  return (
    pod.metadata?.namespace === service.metadata?.namespace &&
    selector.length > 0 &&
    selector.every(([label, value]) => pod.metadata?.labels?.[label] === value)
  );
}

function containerPort(pod: V1Pod, target: number | string): number {
  if (typeof target === 'number') return target;
  const ports = pod.spec?.containers.flatMap((container) => container.ports ?? []);
  return ports?.find((port) => port.name === target)?.containerPort ?? Number(target);
}
