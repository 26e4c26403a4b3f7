import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { stringify } from 'yaml';
import { state } from '../paths.js';
import type { Service } from '../service.js';
import { LoopbackServer } from '../loopback-server.js';
import { logOptions, readLog } from './container-log.js';
import type { RunningPod } from './running-pod.js';
import { Tunnels } from './tunnels.js';

/** The port that nodes name for their kubelet, as on a real node. */
export const kubeletPort = 10250;

export interface PodNetworkProps {
  readonly clusterName: string;
  /** File of the authority that signed the certificate. */
  readonly certificateAuthorityFile: string;
  /** Files of a certificate for 127.0.0.1 (the API server's own will do) and its key. */
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Of the kubelet's errors only 400 and 500 reach the user with their text. */
function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain' }).end(`${message}\n`);
}

/**
 * The way from the API server into the cluster: a proxy that the API server uses for everything inside the cluster
 * (its "cluster" egress). It leads a pod's invented address to the loopback port that stands for it, and every node's
 * kubelet port to one endpoint that serves the logs of executed pods. Start it before the API server, and give the API
 * server `egressConfiguration()` as its `--egress-selector-config-file`.
 */
export class PodNetwork implements Service {
  readonly name: string;
  private readonly server: LoopbackServer;
  private readonly tunnels = new Tunnels();
  private podAt: (podIP: string) => RunningPod | undefined = () => undefined;
  private podNamed: (namespace: string, name: string) => RunningPod | undefined = () => undefined;

  constructor(private readonly props: PodNetworkProps) {
    this.name = `pod network of ${props.clusterName}`;
    this.server = new LoopbackServer({
      name: this.name,
      tls: async () => ({ cert: await readFile(props.certificateFile), key: await readFile(props.keyFile) }),
      answer: (request, response) => this.answer(request, response),
      connect: (request, socket, head) => this.tunnel(request, socket, head),
    });
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    this.tunnels.close();
    await this.server.stop();
  }

  /** Names the pods that the network leads to; called by the pod runner. */
  serve(
    podAt: (podIP: string) => RunningPod | undefined,
    podNamed: (namespace: string, name: string) => RunningPod | undefined,
  ): void {
    this.podAt = podAt;
    this.podNamed = podNamed;
  }

  /** The text of the API server's egress selector file; valid while the network is started. */
  egressConfiguration(): string {
    const { certificateAuthorityFile, certificateFile, keyFile } = this.props;
    return stringify({
      apiVersion: 'apiserver.k8s.io/v1beta1',
      kind: 'EgressSelectorConfiguration',
      egressSelections: [
        {
          name: 'cluster',
          connection: {
            proxyProtocol: 'HTTPConnect',
            // The API server insists on a client certificate and, without TLS, fails at its start.
            transport: {
              tcp: {
                url: this.server.origin,
                tlsConfig: {
                  caBundle: certificateAuthorityFile,
                  clientCert: certificateFile,
                  clientKey: keyFile,
                },
              },
            },
          },
        },
      ],
    });
  }

  /** The loopback port behind an address of the cluster, as the API server dials it. */
  private destination(authority: string): number | undefined {
    const separator = authority.lastIndexOf(':');
    const port = Number(authority.slice(separator + 1));
    return (
      this.podAt(authority.slice(0, separator))?.loopbackPort(port) ??
      (port === kubeletPort ? this.server.port : undefined)
    );
  }

  private tunnel(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const port = this.destination(request.url ?? '');
    if (port === undefined) {
      this.tunnels.refuse(socket);
      return;
    }
    this.tunnels.open(socket, head, port);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'https://kubelet');
    const [, endpoint, namespace = '', name = '', containerName] = url.pathname
      .split('/')
      .map(decodeURIComponent);
    if (endpoint !== 'containerLogs') {
      refuse(response, 501, `The sandbox serves only pod logs: ${endpoint ?? ''} is not available`);
      return;
    }
    const container = this.podNamed(namespace, name)?.containers.find(
      (candidate) => candidate.view().container.name === containerName,
    );
    if (container === undefined) {
      refuse(
        response,
        400,
        `Pod ${namespace}/${name} is simulated: it has no process here and writes no log`,
      );
      return;
    }
    const options = logOptions(url.searchParams, new Date());
    const file = join(state.logs, `${container.processName(options.previous)}.log`);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      response.setHeader('Content-Type', 'text/plain');
      for await (const text of readLog(file, options, gone.signal)) response.write(text);
      response.end();
    } catch {
      if (response.headersSent) response.end();
      else refuse(response, 400, `Container ${containerName} of ${namespace}/${name} has no such log`);
    }
  }
}
