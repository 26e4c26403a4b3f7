import { gunzipSync, gzipSync } from 'node:zlib';
import type { V1Secret } from '@kubernetes/client-node';
import type { FluxCluster } from '../cluster/flux-cluster';

/** A Helm release of a cluster. */
export interface ReleaseName {
  readonly namespace: string;
  readonly name: string;
}

/** One revision of a release, kept in a Secret as Helm's storage driver `secret` writes it (helm.sh/helm/v3/pkg/storage/driver). */
export interface HelmRevision {
  readonly number: number;
  /** For example `deployed` or `pending-install`; see helm.sh/helm/v3/pkg/release/status.go. */
  readonly status: string;
  readonly secret: V1Secret;
}

/** What Helm keeps of a revision, as far as it is read here. */
interface Payload {
  readonly version: number;
  readonly info: { readonly status: string; readonly description?: string };
}

/** The newest revision of a release, which decides what Helm does next; undefined when there is none. */
export async function newestRevision(
  cluster: FluxCluster,
  { namespace, name }: ReleaseName,
): Promise<HelmRevision | undefined> {
  const { items } = await cluster.answer(
    cluster.core.listNamespacedSecret({
      namespace,
      labelSelector: `owner=helm,name=${name}`,
      fieldSelector: 'type=helm.sh/release.v1',
    }),
  );
  return items.map(toRevision).sort((one, other) => other.number - one.number)[0];
}

/** Whether two looks saw the same: the same revision, that nobody has written in between. */
export function isUnchanged(one: HelmRevision, other: HelmRevision | undefined): boolean {
  const version = ({ secret }: HelmRevision) => secret.metadata?.resourceVersion;
  return other?.number === one.number && version(other) === version(one);
}

/**
 * Marks a revision failed, as Helm does after an error: in the label, by which Helm searches, and in the payload, by which it
 * decides.
 *
 * @throws ApiException with code 409 when somebody has written it since it was read
 */
export async function markFailed(
  cluster: FluxCluster,
  { secret }: HelmRevision,
  description: string,
): Promise<void> {
  const payload = decode(secret);
  const failed: Payload = { ...payload, info: { ...payload.info, status: 'failed', description } };
  const { name = '', namespace = '', labels } = secret.metadata ?? {};
  const modifiedAt = Math.floor(Date.now() / 1000).toString();
  await cluster.answer(
    cluster.core.replaceNamespacedSecret({
      name,
      namespace,
      body: {
        ...secret,
        metadata: { ...secret.metadata, labels: { ...labels, status: 'failed', modifiedAt } },
        data: { ...secret.data, release: encode(failed) },
      },
    }),
  );
}

function toRevision(secret: V1Secret): HelmRevision {
  const { version, info } = decode(secret);
  return { number: version, status: info.status, secret };
}

/** JSON, compressed, in Helm's base64, in the Secret's base64. */
function decode({ data }: V1Secret): Payload {
  const compressed = fromBase64(fromBase64(data?.release ?? '').toString());
  return JSON.parse(gunzipSync(compressed).toString()) as Payload;
}

function encode(payload: Payload): string {
  const compressed = gzipSync(JSON.stringify(payload), { level: 9 }).toString('base64');
  return Buffer.from(compressed).toString('base64');
}

function fromBase64(text: string): Buffer {
  return Buffer.from(text, 'base64');
}
