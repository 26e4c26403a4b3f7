import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Service } from '../service.js';
import { AccessEntryAuthenticator, type AccessDirectory } from './access-entry-authenticator.js';
import { ClusterClient } from './cluster-client.js';
import type { ControlPlaneBinaries } from './control-plane.js';
import { LocalCluster, type NetworkFactory, type WorkloadServices } from './local-cluster.js';

const clusterSpec = z.object({
  name: z.string(),
  /** Issuer of service account tokens. */
  serviceAccountIssuer: z.string(),
  serviceCidr: z.string(),
});

/** What a cluster is made from; kept in its folder, so that it can be started again. */
export type ClusterSpec = Readonly<z.infer<typeof clusterSpec>>;

/** A cluster as its owner sees it. */
export type ClusterState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'serving'; readonly endpoint: string; readonly certificateAuthorityData: string }
  | { readonly phase: 'failed'; readonly reason: string }
  | { readonly phase: 'erasing' };

/** What the clusters have in common. */
export interface ClusterRegistryProps {
  /** Holds a folder for each cluster. */
  readonly folder: string;
  readonly binaries: ControlPlaneBinaries;
  /** A Python with the `cryptography` package. */
  readonly python: string;
  /** AWS, for authentication. */
  readonly directory: AccessDirectory;
  /** @default - API servers connect to pods and nodes by their own addresses */
  readonly network?: NetworkFactory;
  /** Services that run beside each control plane. @default none */
  readonly workloads?: WorkloadServices;
}

interface Member {
  readonly cluster: LocalCluster;
  state: ClusterState;
  client?: ClusterClient;
  /** Settles when starting has ended, one way or the other. */
  started: Promise<void>;
}

/** The local clusters of a sandbox by name. `start` restores those that an earlier run left, `stop` keeps them all. */
export class ClusterRegistry implements Service {
  readonly name = 'Kubernetes clusters';
  private readonly members = new Map<string, Member>();

  constructor(private readonly props: ClusterRegistryProps) {}

  /** Names of all clusters, whatever their phase. */
  get names(): string[] {
    return [...this.members.keys()];
  }

  async start(): Promise<void> {
    mkdirSync(this.props.folder, { recursive: true });
    for (const name of readdirSync(this.props.folder)) {
      const file = this.specFile(name);
      if (existsSync(file)) this.launch(clusterSpec.parse(JSON.parse(readFileSync(file, 'utf8'))));
      else rmSync(join(this.props.folder, name), { recursive: true, force: true });
    }
    await Promise.all([...this.members.values()].map((member) => member.started));
  }

  async stop(): Promise<void> {
    const members = [...this.members.values()];
    this.members.clear();
    await Promise.all(
      members.map(async ({ cluster, started }) => {
        // A cluster that is still starting ends early when its programs do; then what it started since is stopped.
        await cluster.stop();
        await started;
        await cluster.stop();
      }),
    );
  }

  /** Starts a new cluster in the background; `state` tells how far it is. */
  create(spec: ClusterSpec): void {
    mkdirSync(join(this.props.folder, spec.name), { recursive: true, mode: 0o700 });
    writeFileSync(this.specFile(spec.name), JSON.stringify(spec));
    this.launch(spec);
  }

  /** Undefined for a cluster that does not exist here. */
  state(name: string): ClusterState | undefined {
    return this.members.get(name)?.state;
  }

  /** A client with the administrator's rights. */
  client(name: string): ClusterClient {
    const member = this.members.get(name);
    if (member === undefined) throw new Error(`There is no local cluster ${name}`);
    member.client ??= ClusterClient.fromFile(member.cluster.adminKubeconfig);
    return member.client;
  }

  /** Stops a cluster and removes what it held; a missing one is no error. */
  async erase(name: string): Promise<void> {
    const member = this.members.get(name);
    if (member === undefined) return;
    member.state = { phase: 'erasing' };
    await member.cluster.stop();
    await member.started;
    await member.cluster.erase();
    this.members.delete(name);
  }

  private launch(spec: ClusterSpec): void {
    const { folder, binaries, python, directory, network, workloads } = this.props;
    const authenticator = new AccessEntryAuthenticator({
      clusterName: spec.name,
      directory,
      client: () => this.client(spec.name),
    });
    const cluster = new LocalCluster({
      ...spec,
      folder: join(folder, spec.name),
      binaries,
      python,
      authenticator,
      network,
      workloads,
    });
    const member: Member = { cluster, state: { phase: 'starting' }, started: Promise.resolve() };
    this.members.set(spec.name, member);
    member.started = this.watchStart(member);
  }

  private async watchStart(member: Member): Promise<void> {
    const { cluster } = member;
    let state: ClusterState;
    try {
      await cluster.start();
      const { endpoint, certificateAuthorityData } = cluster;
      state = { phase: 'serving', endpoint, certificateAuthorityData };
    } catch (error) {
      state = { phase: 'failed', reason: error instanceof Error ? error.message : String(error) };
    }
    if (member.state.phase === 'starting') member.state = state;
  }

  private specFile(name: string): string {
    return join(this.props.folder, name, 'cluster.json');
  }
}
