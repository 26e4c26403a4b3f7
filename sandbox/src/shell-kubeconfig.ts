import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { parse, stringify } from 'yaml';
import { certificateAuthorityDataOf } from './kubernetes/certificate-authority.js';
import type { Service } from './service.js';

/** A cluster to be reached from the sandbox's shell. */
export interface ReachableCluster {
  readonly name: string;
  readonly endpoint: string;
  /** The CA's certificate, PEM, base64. */
  readonly certificateAuthorityData: string;
}

interface Named {
  readonly name: string;
  readonly [field: string]: unknown;
}

interface Kubeconfig {
  readonly clusters: readonly Named[];
  readonly users: readonly Named[];
  readonly contexts: readonly Named[];
  readonly 'current-context': string;
}

const empty: Kubeconfig = { clusters: [], users: [], contexts: [], 'current-context': '' };

/**
 * The kubeconfig of the sandbox's shell. It authenticates as `aws eks update-kubeconfig` sets it up, by
 * `aws eks get-token`, so that the caller's access entry decides. The daemon keeps it in step with the clusters, whose
 * addresses change when they are recreated.
 */
export class ShellKubeconfig {
  constructor(private readonly file: string) {}

  /** Adds a cluster, or replaces what was known of it, and makes it the current one. */
  put(cluster: ReachableCluster): void {
    const { name, endpoint } = cluster;
    const args = ['eks', 'get-token', '--cluster-name', name, '--output', 'json'];
    const config = without(this.read(), name);
    this.write({
      clusters: [
        ...config.clusters,
        {
          name,
          cluster: { server: endpoint, 'certificate-authority-data': cluster.certificateAuthorityData },
        },
      ],
      users: [
        ...config.users,
        {
          name,
          user: {
            exec: {
              apiVersion: 'client.authentication.k8s.io/v1beta1',
              command: 'aws',
              args,
              interactiveMode: 'Never',
            },
          },
        },
      ],
      contexts: [...config.contexts, { name, context: { cluster: name, user: name } }],
      'current-context': name,
    });
  }

  /** Forgets a cluster; when it was the current one, the one added last before it becomes current. */
  remove(name: string): void {
    const config = without(this.read(), name);
    const current = config['current-context'];
    const last = config.contexts.at(-1)?.name ?? '';
    this.write({ ...config, 'current-context': current === name ? last : current });
  }

  private read(): Kubeconfig {
    try {
      return { ...empty, ...(parse(readFileSync(this.file, 'utf8')) as Partial<Kubeconfig> | null) };
    } catch {
      return empty;
    }
  }

  private write(config: Kubeconfig): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const draft = `${this.file}.new`;
    writeFileSync(draft, stringify({ apiVersion: 'v1', kind: 'Config', ...config }), { mode: 0o600 });
    renameSync(draft, this.file);
  }
}

function without(config: Kubeconfig, name: string): Kubeconfig {
  const others = (items: readonly Named[]): Named[] => items.filter((item) => item.name !== name);
  return {
    ...config,
    clusters: others(config.clusters),
    users: others(config.users),
    contexts: others(config.contexts),
  };
}

/** Lets the sandbox's shell reach a cluster for as long as it runs. */
export class ShellAccess implements Service {
  readonly name: string;

  /**
   * @param adminKubeconfig kubeconfig file of the cluster's administrator; only the cluster's address and CA are taken
   */
  constructor(
    private readonly shell: ShellKubeconfig,
    private readonly clusterName: string,
    private readonly adminKubeconfig: string,
  ) {
    this.name = `kubeconfig of ${clusterName}`;
  }

  async start(): Promise<void> {
    const admin = new KubeConfig();
    admin.loadFromFile(this.adminKubeconfig);
    const cluster = admin.getCurrentCluster();
    if (cluster === null) throw new Error(`${this.adminKubeconfig} names no cluster`);
    this.shell.put({
      name: this.clusterName,
      endpoint: cluster.server,
      certificateAuthorityData: await certificateAuthorityDataOf(admin),
    });
  }

  stop(): Promise<void> {
    this.shell.remove(this.clusterName);
    return Promise.resolve();
  }
}
