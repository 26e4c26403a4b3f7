import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { SandboxError } from '../errors.js';
import { KeptProcess } from '../processes/kept-process.js';
import { ManagedProcess } from '../processes/managed-process.js';
import type { Service } from '../service.js';
import { waitFor } from '../wait-for.js';
import { startApiServer } from './api-server.js';
import { ClusterClient } from './cluster-client.js';
import {
  authenticationConfiguration,
  controllerManagerArguments,
  etcdArguments,
  schedulerArguments,
  type ControlPlaneBinaries,
} from './control-plane.js';
import { writeKubeconfig } from './kubeconfig.js';
import { Pki, type ClientName } from './pki.js';
import { TokenWebhook, type TokenAuthenticator } from './token-webhook.js';

/** What runs beside a control plane: its simulated nodes, its pods. */
export type WorkloadServices = (cluster: ClusterAccess) => readonly Service[];

/** The way from an API server to its pods and nodes. Started before the API server, stopped after it. */
export interface ClusterNetwork extends Service {
  /** Text of the API server's egress selector file; valid while the network is started. */
  egressConfiguration(): string;
}

/** Makes the network of a cluster; the certificate is the API server's own. */
export type NetworkFactory = (props: {
  readonly clusterName: string;
  readonly certificateAuthorityFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}) => ClusterNetwork;

/** How the services of a cluster reach it. */
export interface ClusterAccess {
  readonly clusterName: string;
  /** Kubeconfig file of the cluster's administrator. */
  readonly kubeconfig: string;
  /** The cluster's state folder. */
  readonly folder: string;
}

/** A Kubernetes cluster of this machine. */
export interface LocalClusterProps {
  /** Unique within the sandbox. */
  readonly name: string;
  /** Holds everything that the cluster writes except logs; a stopped cluster is started again from it. */
  readonly folder: string;
  readonly binaries: ControlPlaneBinaries;
  /** A Python with the `cryptography` package, for the certificates. */
  readonly python: string;
  /** Issuer of service account tokens. */
  readonly serviceAccountIssuer: string;
  readonly serviceCidr: string;
  /** Decides on bearer tokens that are not service account tokens. */
  readonly authenticator: TokenAuthenticator;
  /** @default - the API server connects to pods and nodes by their own addresses */
  readonly network?: NetworkFactory;
  /** Started when the API server is ready, stopped before it. @default none */
  readonly workloads?: WorkloadServices;
}

/**
 * etcd, kube-apiserver, kube-controller-manager and kube-scheduler as processes on loopback; one that ends by itself is
 * started again, as in a control plane that AWS looks after. `stop` keeps the folder, `erase` removes it.
 */
export class LocalCluster implements Service {
  readonly name: string;
  /** In the order of their start: etcd is the first. */
  private readonly processes: ManagedProcess[] = [];
  /** The same once all of them serve. */
  private readonly kept: KeptProcess[] = [];
  private readonly services: Service[] = [];
  private pki: Pki | undefined;
  private port: number | undefined;

  constructor(private readonly props: LocalClusterProps) {
    this.name = `Kubernetes cluster ${props.name}`;
  }

  /** Address of the API server. Defined once the cluster has started. */
  get endpoint(): string {
    if (this.port === undefined) throw new Error(`${this.name} has not started`);
    return `https://127.0.0.1:${this.port}`;
  }

  /** Base64-encoded PEM of the authority that signed the API server's certificate. */
  get certificateAuthorityData(): string {
    if (this.pki === undefined) throw new Error(`${this.name} has not started`);
    return this.pki.certificateAuthorityData;
  }

  /** Kubeconfig file with the administrator's client certificate. */
  get adminKubeconfig(): string {
    return this.kubeconfigPath('admin');
  }

  async start(): Promise<void> {
    try {
      await this.startControlPlane();
      await this.startServices();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Services first, then the programs in the reverse order of their start: the API server needs etcd to end cleanly. */
  async stop(): Promise<void> {
    for (const service of this.services.splice(0).reverse()) await service.stop();
    for (const process of this.kept.splice(0).reverse()) await process.stop();
    for (const process of this.processes.splice(0).reverse()) await process.stop();
  }

  /** Stops the cluster and removes all that it held. */
  async erase(): Promise<void> {
    await this.stop();
    rmSync(this.props.folder, { recursive: true, force: true });
  }

  private async startControlPlane(): Promise<void> {
    const { name, folder, binaries, python, serviceCidr, authenticator } = this.props;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const serviceAddress = firstAddress(serviceCidr);
    const pki = await Pki.ensure({ folder: join(folder, 'pki'), python, serviceAddress });
    this.pki = pki;
    this.spawn('etcd', binaries.etcd, etcdArguments(join(folder, 'etcd')));
    const webhook = new TokenWebhook({ clusterName: name, authenticator });
    await webhook.start();
    this.services.push(webhook);

    const portFile = join(folder, 'port');
    const { port } = await startApiServer(
      {
        clusterName: name,
        binary: binaries.kubeApiserver,
        folder,
        preferredPort: existsSync(portFile) ? Number(readFileSync(portFile, 'utf8')) : undefined,
        pki,
        serviceAccountIssuer: this.props.serviceAccountIssuer,
        serviceCidr,
        egressConfig: await this.startNetwork(pki),
        authenticationConfig: this.writeFile('authentication.yaml', stringify(authenticationConfiguration)),
        tokenWebhookConfig: writeKubeconfig(join(folder, 'token-webhook.kubeconfig'), {
          name: 'token-webhook',
          server: webhook.url,
        }),
      },
      (chosenPort, apiServer) => this.startClients(chosenPort, apiServer, pki),
    );
    writeFileSync(portFile, String(port));
    this.port = port;
    await this.waitForControllers();
    this.kept.push(...this.processes.splice(0).map((process) => new KeptProcess(process)));
  }

  private async startNetwork(pki: Pki): Promise<string | undefined> {
    const network = this.props.network?.({
      clusterName: this.props.name,
      certificateAuthorityFile: pki.authority.certificate,
      certificateFile: pki.server.certificate,
      keyFile: pki.server.key,
    });
    if (network === undefined) return undefined;
    await network.start();
    this.services.push(network);
    return this.writeFile('egress.yaml', network.egressConfiguration());
  }

  /** The controller manager and the scheduler wait for the API server themselves, so they start beside it. */
  private async startClients(port: number, apiServer: ManagedProcess, pki: Pki): Promise<void> {
    const { name, binaries } = this.props;
    await this.stopClients();
    this.processes.push(apiServer);
    for (const client of ['admin', 'kube-controller-manager', 'kube-scheduler'] as const) {
      writeKubeconfig(this.kubeconfigPath(client), {
        name,
        server: `https://127.0.0.1:${port}`,
        certificateAuthority: pki.authority.certificate,
        client: pki.client(client),
      });
    }
    const kubeconfig = this.kubeconfigPath('kube-controller-manager');
    this.spawn(
      'kube-controller-manager',
      binaries.kubeControllerManager,
      controllerManagerArguments({ kubeconfig, pki }),
    );
    this.spawn(
      'kube-scheduler',
      binaries.kubeScheduler,
      schedulerArguments(this.kubeconfigPath('kube-scheduler')),
    );
  }

  /** Ends what an earlier try with another port left; etcd, the first process, stays. */
  private async stopClients(): Promise<void> {
    for (const process of this.processes.splice(1).reverse()) await process.stop();
  }

  /** The default service account is the controllers' first work: no pod can be made before it exists. */
  private async waitForControllers(): Promise<void> {
    const client = ClusterClient.fromFile(this.adminKubeconfig);
    await waitFor(
      {
        what: `the controllers of cluster ${this.props.name}`,
        timeoutSeconds: 60,
        remedy: `Read the logs of ${this.processes.map((process) => process.logFile).join(', ')}`,
      },
      async () => {
        this.refuseEndedProcess();
        return (await client.hasServiceAccount('default', 'default')) ? true : undefined;
      },
    );
  }

  private refuseEndedProcess(): void {
    const ended = this.processes.find((process) => !process.running);
    if (ended === undefined) return;
    throw new SandboxError(`${ended.props.name} has ended.`, `Read ${ended.logFile}`);
  }

  private async startServices(): Promise<void> {
    const { name, folder, workloads } = this.props;
    const access = { clusterName: name, kubeconfig: this.adminKubeconfig, folder };
    for (const service of workloads?.(access) ?? []) {
      this.services.push(service);
      await service.start();
    }
  }

  private spawn(program: string, command: string, args: readonly string[]): void {
    const { name, folder } = this.props;
    this.processes.push(new ManagedProcess({ name: `${name}.${program}`, command, args, cwd: folder }));
  }

  private kubeconfigPath(client: ClientName): string {
    return join(this.props.folder, `${client}.kubeconfig`);
  }

  private writeFile(name: string, content: string): string {
    const path = join(this.props.folder, name);
    writeFileSync(path, content);
    return path;
  }
}

/** The first host address of an IPv4 range: the `kubernetes` service's. */
function firstAddress(cidr: string): string {
  const [address = ''] = cidr.split('/');
  const octets = address.split('.');
  return [...octets.slice(0, 3), String(Number(octets[3]) + 1)].join('.');
}
