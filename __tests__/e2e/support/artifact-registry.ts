import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkout } from '../../support/synth';

interface Blob {
  readonly type: string;
  readonly content: Buffer;
}

/**
 * A registry on loopback with one artifact: a folder as `flux push artifact` packs it, under the tag `latest`, and its
 * signatures as `cosign sign` puts them beside it.
 */
export class ArtifactRegistry {
  private readonly blobs = new Map<string, Blob>();
  private readonly tags = new Map<string, string>();
  private server: Server | undefined;

  /** The artifact's repository. */
  get url(): string {
    const { port } = this.server?.address() as AddressInfo;
    return `oci://127.0.0.1:${port}/fleet`;
  }

  async start(): Promise<void> {
    this.server = createServer((request, response) => {
      const [, kind, reference = ''] =
        /^\/v2\/fleet\/(manifests|blobs)\/([^/]+)$/.exec(request.url ?? '') ?? [];
      const digest = this.tags.get(reference) ?? reference;
      const blob = kind === undefined ? undefined : this.blobs.get(digest);
      if (blob === undefined) response.writeHead(request.url === '/v2/' ? 200 : 404).end();
      else
        response
          .writeHead(200, {
            'Content-Type': blob.type,
            'Content-Length': blob.content.length,
            'Docker-Content-Digest': digest,
          })
          .end(request.method === 'HEAD' ? undefined : blob.content);
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  /** Pushes a folder of the checkout. Gives the artifact's digest. */
  push(folder: string): string {
    const archive = execFileSync('tar', ['-czf', '-', '-C', checkout, folder]);
    return this.manifest('latest', 'application/vnd.cncf.flux.config.v1+json', {
      type: 'application/vnd.cncf.flux.content.v1.tar+gzip',
      content: archive,
    });
  }

  /**
   * Signs an artifact with a private key in PEM form
   * (https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md).
   */
  sign(digest: string, privateKey: string): void {
    const payload = Buffer.from(
      JSON.stringify({
        critical: {
          identity: { 'docker-reference': this.url.slice('oci://'.length) },
          image: { 'docker-manifest-digest': digest },
          type: 'cosign container image signature',
        },
        optional: null,
      }),
    );
    const signature = sign('sha256', payload, createPrivateKey(privateKey)).toString('base64');
    const type = 'application/vnd.dev.cosign.simplesigning.v1+json';
    this.manifest(
      `${digest.replace(':', '-')}.sig`,
      'application/vnd.oci.image.config.v1+json',
      { type, content: payload },
      { 'dev.cosignproject.cosign/signature': signature },
    );
  }

  private manifest(tag: string, configType: string, layer: Blob, annotations?: object): string {
    const layerDigest = this.store(layer);
    // cosign reads the layers' digests off the config too.
    const config = {
      type: configType,
      content: Buffer.from(JSON.stringify({ rootfs: { type: 'layers', diff_ids: [layerDigest] } })),
    };
    const type = 'application/vnd.oci.image.manifest.v1+json';
    const describe = (blob: Blob) => ({
      mediaType: blob.type,
      digest: digestOf(blob),
      size: blob.content.length,
    });
    this.store(config);
    const content = {
      schemaVersion: 2,
      mediaType: type,
      config: describe(config),
      layers: [{ ...describe(layer), ...(annotations && { annotations }) }],
      annotations: {
        'org.opencontainers.image.source': 'https://git.example.com/fleet',
        'org.opencontainers.image.revision': 'main@sha1:0000000000000000000000000000000000000000',
      },
    };
    const digest = this.store({ type, content: Buffer.from(JSON.stringify(content)) });
    this.tags.set(tag, digest);
    return digest;
  }

  private store(blob: Blob): string {
    const digest = digestOf(blob);
    this.blobs.set(digest, blob);
    return digest;
  }
}

/** A key pair as `cosign generate-key-pair` makes it, in PEM form. */
export function cosignKeyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

function digestOf({ content }: Blob): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
