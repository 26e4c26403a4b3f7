import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { SandboxError } from '../errors.js';
import { state } from '../paths.js';
import type { PackedChart } from './pack-charts.js';

export interface PushChartsProps {
  readonly charts: readonly PackedChart[];
  /** Address of the registry, for example `127.0.0.1:5000`. */
  readonly registry: string;
  /** File of the authorities that the clients trust. */
  readonly authorities: string;
  readonly helm: string;
  readonly cosign: string;
  /** Where the key pair goes. @default `charts` in the sandbox's state folder */
  readonly folder?: string;
}

/**
 * Pushes charts with helm and signs them with cosign, by a key pair of this sandbox: the published ones are signed without
 * a key, by an identity that only Sigstore's servers vouch for. Returns the public key in PEM.
 */
export async function pushCharts(props: PushChartsProps): Promise<string> {
  const folder = props.folder ?? state.charts;
  const run = async (command: string, args: readonly string[]): Promise<string> => {
    const result = await execa(command, args, {
      cwd: folder,
      extendEnv: false,
      env: {
        HOME: state.home,
        PATH: process.env.PATH,
        SSL_CERT_FILE: props.authorities,
        COSIGN_PASSWORD: '',
      },
      all: true,
      reject: false,
    });
    if (!result.failed) return result.all;
    throw new SandboxError(
      `${args[0] ?? ''} of the sandbox's charts failed: ${result.all || result.shortMessage}`,
      'Run `make sandbox-down`, then `make sandbox`.',
    );
  };
  await run(props.cosign, ['generate-key-pair', '--output-key-prefix', 'charts']);
  await Promise.all(
    props.charts.map(async ({ file, metadata }) => {
      const pushed = await run(props.helm, ['push', file, `oci://${props.registry}/charts`]);
      const digest = /sha256:[0-9a-f]{64}/.exec(pushed)?.[0] ?? '';
      const artifact = `${props.registry}/charts/${metadata.name}@${digest}`;
      const offline = ['--use-signing-config=false', '--tlog-upload=false', '--yes'];
      // As a bundle, and in the older format: Flux before 2.8 reads that alone.
      for (const bundle of [true, false]) {
        const format = `--new-bundle-format=${bundle}`;
        await run(props.cosign, ['sign', '--key', 'charts.key', format, ...offline, artifact]);
      }
    }),
  );
  return readFileSync(join(folder, 'charts.pub'), 'utf8');
}
