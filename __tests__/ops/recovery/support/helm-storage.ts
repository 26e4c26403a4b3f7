import { gunzipSync, gzipSync } from 'node:zlib';
import type { V1Secret } from '@kubernetes/client-node';
import type { FluxCluster, FluxObject } from '../../../../ops/cluster/flux-cluster';

const namespace = 'flux-system';

/** A revision of the release flux-operator as Helm's storage driver writes it. */
export function revision(number: number, status: string): V1Secret {
  const name = 'flux-operator';
  const release = {
    name,
    info: { first_deployed: '2026-01-01T00:00:00Z', deleted: '', description: 'Preparing upgrade', status },
    chart: { metadata: { name, version: '0.59.0' } },
    manifest: '---\nkind: ServiceAccount\n',
    version: number,
    namespace,
  };
  const stored = gzipSync(JSON.stringify(release)).toString('base64');
  return {
    metadata: {
      name: `sh.helm.release.v1.${name}.v${number}`,
      namespace,
      resourceVersion: `written-as-${status}`,
      labels: { createdAt: '1767225600', name, owner: 'helm', status, version: String(number) },
    },
    type: 'helm.sh/release.v1',
    data: { release: Buffer.from(stored).toString('base64') },
  };
}

/** What Helm reads in a Secret. */
export function stored({ data }: V1Secret): { readonly info: Readonly<Record<string, string>> } {
  const encoded = Buffer.from(data?.release ?? '', 'base64').toString();
  return JSON.parse(gunzipSync(Buffer.from(encoded, 'base64')).toString()) as ReturnType<typeof stored>;
}

/** A cluster with some Secrets, in which a look may find something new. */
export class HelmStorage {
  readonly replaced: V1Secret[] = [];
  private looks = 0;

  constructor(
    private readonly secrets: (look: number) => readonly V1Secret[],
    private readonly helmRelease?: FluxObject,
  ) {}

  get cluster(): FluxCluster {
    const core = {
      listNamespacedSecret: () => {
        this.looks += 1;
        return Promise.resolve().then(() => ({ items: [...this.secrets(this.looks)] }));
      },
      replaceNamespacedSecret: ({ body }: { readonly body: V1Secret }) => {
        this.replaced.push(body);
        return Promise.resolve(body);
      },
    };
    const cluster = {
      core,
      answer: <T>(request: Promise<T>) => request,
      read: () => Promise.resolve(this.helmRelease),
    };
    return cluster as unknown as FluxCluster;
  }
}
