import { gunzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import type { FluxCluster } from '../cluster/flux-cluster';
import { groupOf } from '../cluster/object-reference';
import type { ApiResource } from './api-resources';
import type { Manifest } from './manifest';

/**
 * What a HelmRelease's release consists of, from Helm's own record of it: a Secret whose `release` is a gzipped document, encoded
 * twice (https://helm.sh/docs/topics/advanced/#storage-backends).
 *
 * @returns undefined if nothing is installed
 */
export async function readRelease(
  cluster: FluxCluster,
  { status = {} }: Manifest,
  resources: readonly ApiResource[],
): Promise<readonly Manifest[] | undefined> {
  const { storageNamespace, history } = status as {
    readonly storageNamespace?: string;
    readonly history?: readonly {
      readonly name: string;
      readonly namespace: string;
      readonly version: number;
    }[];
  };
  const [latest] = history ?? [];
  if (storageNamespace === undefined || latest === undefined) return undefined;
  const name = `sh.helm.release.v1.${latest.name}.v${latest.version}`;
  const secret = await cluster.answer(
    cluster.core.readNamespacedSecret({ name, namespace: storageNamespace }),
  );
  const encoded = Buffer.from(secret.data?.release ?? '', 'base64').toString();
  const { manifest } = JSON.parse(gunzipSync(Buffer.from(encoded, 'base64')).toString()) as {
    manifest: string;
  };
  const documents = parseAllDocuments(manifest);
  if (!Array.isArray(documents)) return [];
  return documents
    .map((document) => document.toJSON() as Manifest | null)
    .filter((object) => object !== null)
    .map((object) => inNamespace(object, latest.namespace, resources));
}

function inNamespace(object: Manifest, namespace: string, resources: readonly ApiResource[]): Manifest {
  const resource = resources.find(
    ({ group, kind }) => group === groupOf(object.apiVersion) && kind === object.kind,
  );
  if (resource?.isNamespaced !== true)
    return { ...object, metadata: { ...object.metadata, namespace: undefined } };
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } };
}
