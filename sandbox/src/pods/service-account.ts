import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import { stringify } from 'yaml';
import { certificateAuthorityDataOf } from '../kubernetes/certificate-authority.js';
import type { ClusterApi } from './cluster-api.js';

const lifetimeSeconds = 3600;
const refreshSeconds = lifetimeSeconds * 0.8;
const retrySeconds = 10;

/**
 * The identity of a pod: a token of the pod's own service account, bound to the pod like the one that a kubelet mounts,
 * and a kubeconfig that reads it from its file. Tokens live an hour and are renewed after 48 minutes; clients read the
 * file again by themselves.
 */
export class ServiceAccountCredentials {
  readonly kubeconfigFile: string;
  private readonly tokenFile: string;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly cluster: ClusterApi,
    private readonly pod: V1Pod,
    private readonly folder: string,
  ) {
    this.kubeconfigFile = join(folder, 'kubeconfig');
    this.tokenFile = join(folder, 'token');
  }

  /** Writes the token and the kubeconfig, and keeps the token fresh from then on. */
  async start(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    await this.renew();
    await writeFile(this.kubeconfigFile, stringify(await this.kubeconfig()), { mode: 0o600 });
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** A new token of the service account. @param audience default: the API server's own */
  async token(audience?: string, expirationSeconds = lifetimeSeconds): Promise<string> {
    const { name, namespace, uid } = this.pod.metadata ?? {};
    const response = await this.cluster.core.createNamespacedServiceAccountToken({
      name: this.pod.spec?.serviceAccountName ?? 'default',
      namespace: namespace ?? '',
      body: {
        spec: {
          audiences: audience === undefined ? [] : [audience],
          expirationSeconds,
          boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
        },
      },
    });
    return response.status?.token ?? '';
  }

  private async renew(): Promise<void> {
    const fresh = `${this.tokenFile}.new`;
    await writeFile(fresh, await this.token(), { mode: 0o600 });
    await rename(fresh, this.tokenFile);
    this.schedule(refreshSeconds);
  }

  private schedule(seconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.renew().catch(() => this.schedule(retrySeconds));
    }, seconds * 1000);
    this.timer.unref();
  }

  private async kubeconfig(): Promise<unknown> {
    const { kubeConfig } = this.cluster;
    const authority = await certificateAuthorityDataOf(kubeConfig);
    const name = this.pod.spec?.serviceAccountName ?? 'default';
    return {
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'pod',
      clusters: [
        {
          name: 'cluster',
          cluster: {
            server: kubeConfig.getCurrentCluster()?.server,
            'certificate-authority-data': authority,
          },
        },
      ],
      users: [{ name, user: { tokenFile: this.tokenFile } }],
      contexts: [
        { name: 'pod', context: { cluster: 'cluster', user: name, namespace: this.pod.metadata?.namespace } },
      ],
    };
  }
}
