import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stackNames } from '../../lib/terraform/contracts';
import { UsageError } from '../usage-error';

/**
 * The folder of a fleet's synthesized stacks, `cdktf.out/stacks`.
 *
 * @throws UsageError while it holds another fleet's stacks, or none
 */
export function stacksFolderOf(environment: string, outdir = defaultOutdir()): string {
  const folder = join(outdir, 'stacks');
  const found = environmentOf(join(folder, stackNames[0], 'cdk.tf.json'));
  if (found === environment) return folder;
  throw new UsageError(
    `${outdir} has ${found === undefined ? 'no stacks' : `the stacks of the fleet ${found}`}, ` +
      `not those of ${environment}. Run first: FLEET=${environment} cdktf synth`,
  );
}

function defaultOutdir(): string {
  return process.env.CDKTF_OUTDIR ?? resolve(__dirname, '../../cdktf.out');
}

interface Synthesized {
  readonly resource?: {
    readonly terraform_data?: {
      readonly deployment?: { readonly input?: { readonly environment?: string } };
    };
  };
}

function environmentOf(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { resource } = JSON.parse(readFileSync(file, 'utf8')) as Synthesized;
  return resource?.terraform_data?.deployment?.input?.environment;
}
