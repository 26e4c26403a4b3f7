import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { LoopbackServer } from '../loopback-server.js';
import { state } from '../paths.js';
import type { Service } from '../service.js';
import { chartArtifact, type Blob, type ChartArtifact } from './oci-artifact.js';
import type { PackedChart } from './pack-charts.js';

export interface ChartRegistryProps {
  /** What it serves, from `packCharts`. */
  readonly charts: readonly PackedChart[];
  /** File that remembers the port. @default in the sandbox's state folder */
  readonly portFile?: string;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: Buffer;
  readonly digest?: string;
}

function json(status: number, value: unknown): Answer {
  return { status, type: 'application/json', body: Buffer.from(JSON.stringify(value)) };
}

function missing(code: string, message: string): Answer {
  return json(404, { errors: [{ code, message }] });
}

function stored(blob: Blob | undefined, code: string, what: string): Answer {
  if (blob === undefined) return missing(code, `${what} is not in this registry`);
  return { status: 200, type: blob.mediaType, body: blob.content, digest: blob.digest };
}

/** The index of a classic chart repository. */
export function repositoryIndex(charts: readonly PackedChart[], baseUrl: string): string {
  const entries: Record<string, object[]> = {};
  for (const chart of charts) {
    (entries[chart.metadata.name] ??= []).push({
      ...chart.metadata,
      urls: [`${baseUrl}/${basename(chart.file)}`],
      digest: createHash('sha256').update(chart.content).digest('hex'),
      created: '2020-01-01T00:00:00Z',
    });
  }
  return stringify({ apiVersion: 'v1', generated: '2020-01-01T00:00:00Z', entries });
}

/**
 * Serves charts on loopback, read only, in both forms that Helm and Flux know: as OCI artifacts below `charts/` over
 * plain HTTP, and as a classic repository with an index.
 */
export class ChartRegistry implements Service {
  readonly name = 'Chart registry';
  private readonly artifacts: ReadonlyMap<string, readonly ChartArtifact[]>;
  readonly server: LoopbackServer;

  constructor(private readonly props: ChartRegistryProps) {
    const artifacts = new Map<string, ChartArtifact[]>();
    for (const chart of props.charts) {
      const repository = `charts/${chart.metadata.name}`;
      artifacts.set(repository, [...(artifacts.get(repository) ?? []), chartArtifact(chart)]);
    }
    this.artifacts = artifacts;
    this.server = new LoopbackServer({
      name: this.name,
      portFile: props.portFile ?? join(state.charts, 'port'),
      answer: (request, response) => this.answer(request, response),
    });
  }

  /** Base of the OCI references: a chart is at `<ociUrl>/<name>`. */
  get ociUrl(): string {
    return `oci://127.0.0.1:${this.server.port}/charts`;
  }

  /** Address of the classic repository. */
  get httpUrl(): string {
    return `${this.server.origin}/charts`;
  }

  async start(): Promise<void> {
    await this.server.start();
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
    const { status, type, body, digest } = reads
      ? this.find(path)
      : json(405, { errors: [{ code: 'UNSUPPORTED', message: 'This registry is read only' }] });
    response.writeHead(status, {
      'Content-Type': type,
      'Content-Length': body.length,
      ...(digest === undefined ? {} : { 'Docker-Content-Digest': digest }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  private find(path: string): Answer {
    if (path === '/v2' || path === '/v2/') return json(200, {});
    const [, repository = '', kind, reference = ''] =
      /^\/v2\/(.+)\/(manifests|blobs|tags)\/([^/]+)$/.exec(path) ?? [];
    if (kind !== undefined) return this.findInRegistry(repository, kind, reference);
    if (path === '/charts/index.yaml') {
      const body = Buffer.from(repositoryIndex(this.props.charts, this.httpUrl));
      return { status: 200, type: 'application/yaml', body };
    }
    const chart = this.props.charts.find((candidate) => path === `/charts/${basename(candidate.file)}`);
    if (chart === undefined)
      return missing('NOT_FOUND', `${path} is not here; charts are listed at /charts/index.yaml`);
    return { status: 200, type: 'application/gzip', body: chart.content };
  }

  private findInRegistry(repository: string, kind: string, reference: string): Answer {
    const artifacts = this.artifacts.get(repository);
    if (artifacts === undefined) return missing('NAME_UNKNOWN', `${repository} is not in this registry`);
    if (kind === 'tags') return json(200, { name: repository, tags: artifacts.map(({ tag }) => tag) });
    if (kind === 'blobs') {
      const blobs = artifacts.flatMap((artifact) => artifact.blobs);
      return stored(
        blobs.find(({ digest }) => digest === reference),
        'BLOB_UNKNOWN',
        reference,
      );
    }
    const artifact = artifacts.find(
      ({ tag, manifest }) => tag === reference || manifest.digest === reference,
    );
    return stored(artifact?.manifest, 'MANIFEST_UNKNOWN', `${repository}:${reference}`);
  }
}
