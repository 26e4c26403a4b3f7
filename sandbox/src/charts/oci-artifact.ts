import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { PackedChart } from './pack-charts.js';

export const manifestType = 'application/vnd.oci.image.manifest.v1+json';
export const configType = 'application/vnd.cncf.helm.config.v1+json';
export const contentType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** Something that a registry stores under its digest. */
export interface Blob {
  readonly digest: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** A chart as an OCI artifact: the manifest and the two blobs that it names. */
export interface ChartArtifact {
  readonly tag: string;
  readonly manifest: Blob;
  readonly blobs: readonly Blob[];
}

function blob(mediaType: string, content: Buffer): Blob {
  return { mediaType, content, digest: `sha256:${createHash('sha256').update(content).digest('hex')}` };
}

function descriptor({ mediaType, digest, content }: Blob): object {
  return { mediaType, digest, size: content.length };
}

/** Helm's form of a chart in an OCI registry. A tag can't hold `+`, which becomes `_`. */
export function chartArtifact(chart: PackedChart): ChartArtifact {
  const { name, version } = chart.metadata;
  const config = blob(configType, Buffer.from(JSON.stringify(chart.metadata)));
  const content = blob(contentType, chart.content);
  const manifest = {
    schemaVersion: 2,
    mediaType: manifestType,
    config: descriptor(config),
    layers: [
      { ...descriptor(content), annotations: { 'org.opencontainers.image.title': basename(chart.file) } },
    ],
    annotations: { 'org.opencontainers.image.title': name, 'org.opencontainers.image.version': version },
  };
  return {
    tag: version.replaceAll('+', '_'),
    manifest: blob(manifestType, Buffer.from(JSON.stringify(manifest))),
    blobs: [config, content],
  };
}
