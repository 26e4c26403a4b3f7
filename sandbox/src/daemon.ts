import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EmulatorAccessDirectory } from './aws/access-directory.js';
import { AwsEmulator } from './aws/emulator.js';
import { ModelGate } from './aws/models/model-gate.js';
import { modelFolder, ServiceModels } from './aws/models/service-model.js';
import { PolicyGate } from './aws/policy-gate.js';
import { AwsProxy } from './aws/proxy.js';
import { locateBinaries } from './build/binaries.js';
import { locatePython } from './build/python.js';
import { packCharts } from './charts/pack-charts.js';
import { Chat } from './chat.js';
import { pushCharts } from './charts/push-charts.js';
import { kubeconfig } from './environment.js';
import { type FixedPorts, fixedPorts } from './machine/preflight.js';
import { daemonRecord } from './stop-sandbox.js';
import { writeEndpoints } from './endpoints.js';
import { SandboxError } from './errors.js';
import { Faults } from './faults.js';
import { GitServer } from './git/git-server.js';
import { PushWebhook } from './git/push-webhook.js';
import { ClusterRegistry } from './kubernetes/cluster-registry.js';
import type { ClusterAccess } from './kubernetes/local-cluster.js';
import { state } from './paths.js';
import { Kwok } from './pods/kwok.js';
import { PodNetwork } from './pods/pod-network.js';
import { PodRunner } from './pods/pod-runner.js';
import { ecrHost } from './registry/ecr-host.js';
import { Registry } from './registry/registry.js';
import type { Service } from './service.js';
import { ShellAccess, ShellKubeconfig } from './shell-kubeconfig.js';

/** The process that holds a sandbox: starts its services, tells where they serve, and stops them when it is asked to. */
class Daemon {
  private readonly started: Service[] = [];
  private readonly ports: FixedPorts = fixedPorts();
  private readonly binaries = locateBinaries();
  private readonly networks = new Map<string, PodNetwork>();
  private readonly shell = new ShellKubeconfig(kubeconfig);
  private readonly git = new GitServer();
  private readonly python = locatePython().python;
  private readonly registry = new Registry({
    binary: this.binaries.registry,
    python: this.python,
    names: [ecrHost],
  });
  private stopping: Promise<void> | undefined;

  async start(): Promise<void> {
    const { folder: environment, tables } = locatePython();
    const { python, registry } = this;
    const emulator = new AwsEmulator({ python, folder: state.aws });
    const clusters = new ClusterRegistry({
      folder: state.clusters,
      binaries: this.binaries,
      python,
      directory: new EmulatorAccessDirectory(emulator),
      network: (props) => {
        const network = new PodNetwork(props);
        this.networks.set(props.clusterName, network);
        return network;
      },
      workloads: (cluster) => this.besideCluster(cluster),
    });
    const gate = new ModelGate(new ServiceModels(modelFolder(environment)), new PolicyGate(tables));
    const proxy = new AwsProxy({ emulator, clusters, gate, folder: state.aws, port: this.ports.aws });
    const { git } = this;
    const chat = new Chat();
    rememberPort(`${git.repository.folder}.port`, this.ports.git);
    rememberPort(join(state.registry, 'port'), this.ports.charts);
    const faults = new Faults({
      effects: {
        git: (detail) => git.server.setAway(detail !== undefined),
        charts: (detail) => registry.server.setAway(detail !== undefined),
        'aws-throttle': (detail) => proxy.disturbances.set('throttle', detail !== undefined),
        'aws-slow': (detail) => proxy.slowness.set(detail),
        'aws-5xx': (detail) => proxy.disturbances.set('5xx', detail !== undefined),
        'aws-eks-create-failed': (detail) => proxy.eks.setCreationsFail(detail !== undefined),
      },
    });

    await this.startAll([emulator, clusters, proxy], [git], [chat], [registry], [faults]);
    const publicKey = await pushCharts({
      charts: await packCharts({ fluxOperatorConfig: this.binaries.fluxOperatorConfig }),
      registry: registry.address,
      authorities: registry.authorities,
      helm: this.binaries.helm,
      cosign: this.binaries.cosign,
    });
    writeEndpoints({
      daemonPid: process.pid,
      aws: proxy.url,
      git: git.url,
      privateGit: { url: git.privateUrl, token: git.issued.read, writeToken: git.issued.write },
      chat: chat.url,
      registry: { address: registry.address, authorities: registry.authorities },
      charts: { url: `oci://${registry.address}/charts`, publicKey },
    });
  }

  /** Stops in the reverse order of starting. Safe to call twice; a service that can't be stopped does not spare the rest. */
  async stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    await this.stopping;
  }

  private async stopAll(): Promise<void> {
    rmSync(state.endpoints, { force: true });
    for (const service of this.started.splice(0).reverse()) {
      try {
        await service.stop();
      } catch (error) {
        log(`${service.name} did not stop: ${describe(error)}`);
      }
    }
  }

  /** Groups start side by side, the services of a group one after the other. */
  private async startAll(...groups: readonly (readonly Service[])[]): Promise<void> {
    const results = await Promise.allSettled(
      groups.map(async (group) => {
        for (const service of group) {
          this.started.push(service);
          await service.start();
          log(`${service.name} serves`);
        }
      }),
    );
    const failed = results.find((result) => result.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  }

  private besideCluster({ clusterName, kubeconfig: admin, folder }: ClusterAccess): Service[] {
    const pods = new PodRunner({
      clusterName,
      kubeconfig: admin,
      folder: join(folder, 'pods'),
      fluxOperatorData: this.binaries.fluxOperatorData,
      network: this.networks.get(clusterName),
      registry: this.registry,
    });
    return [
      new Kwok({
        clusterName,
        kubeconfig: admin,
        binary: this.binaries.kwok,
        folder: join(folder, 'kwok'),
      }),
      pods,
      new PushWebhook({
        git: this.git,
        clusterName,
        kubeconfig: admin,
        httpProxy: () => pods.httpProxy,
      }),
      new ShellAccess(this.shell, clusterName, admin),
    ];
  }
}

/** Lets a service that begins with the port of its last run begin with a fixed one. */
function rememberPort(file: string, port: number | undefined): void {
  if (port === undefined) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${port}\n`);
}

function log(line: string): void {
  console.log(`${new Date().toISOString()} ${line}`);
}

function describe(error: unknown): string {
  if (error instanceof SandboxError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const record = join(state.processes, `${daemonRecord}.pid`);
mkdirSync(state.processes, { recursive: true });
writeFileSync(record, `${process.pid}\n`);

const daemon = new Daemon();

/** Ends this process when all has stopped; nothing keeps it alive then that is worth waiting for. */
async function end(exitCode: number): Promise<void> {
  await daemon.stop();
  rmSync(record, { force: true });
  process.exit(exitCode);
}

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    log(`stopping on ${signal}`);
    void end(0);
  });
}
process.on('unhandledRejection', (error) => log(`unhandled: ${describe(error)}`));

daemon.start().then(
  () => log('the sandbox serves'),
  async (error: unknown) => {
    log(describe(error));
    await end(1);
  },
);
