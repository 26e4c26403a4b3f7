import { gunzipSync } from 'node:zlib';
import type { FluxCluster } from '../cluster/flux-cluster';
import { groupOf } from '../cluster/object-reference';
import type { ApiResource } from './api-resources';
import { keyOfManifest, type Key, type Manifest } from './manifest';
import { manifestsIn } from './manifests-in';

/** A chart in Helm's record of a release. Contents are in base64. */
export interface RecordedChart {
  readonly metadata: { readonly name: string; readonly dependencies?: readonly unknown[] | null };
  readonly templates: readonly { readonly name: string; readonly data: string }[];
  readonly files?: readonly { readonly name: string; readonly data: string }[] | null;
  readonly values?: unknown;
  readonly schema?: string | null;
}

/** What Helm recorded of a release. */
export interface RecordedRelease {
  /** What it would delete with the release. */
  readonly objects: readonly Manifest[];
  /** Those whose templates leave the namespace out, by their key. */
  readonly unplaced: ReadonlySet<Key>;
  /** @default - the record has none */
  readonly chart?: RecordedChart;
}

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
): Promise<RecordedRelease | undefined> {
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
  const { manifest, chart } = JSON.parse(gunzipSync(Buffer.from(encoded, 'base64')).toString()) as {
    manifest: string;
    chart?: RecordedChart;
  };
  const written = manifestsIn(manifest);
  const objects = written.map((object) => inNamespace(object, latest.namespace, resources));
  const unplaced = objects.filter(
    ({ metadata }, index) =>
      metadata.namespace !== undefined && written[index]?.metadata.namespace === undefined,
  );
  return { objects, unplaced: new Set(unplaced.map(keyOfManifest)), chart };
}

function inNamespace(object: Manifest, namespace: string, resources: readonly ApiResource[]): Manifest {
  const resource = resources.find(
    ({ group, kind }) => group === groupOf(object.apiVersion) && kind === object.kind,
  );
  if (resource?.isNamespaced !== true)
    return { ...object, metadata: { ...object.metadata, namespace: undefined } };
  return { ...object, metadata: { ...object.metadata, namespace: object.metadata.namespace ?? namespace } };
}
