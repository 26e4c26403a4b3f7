import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stackNames } from '../../../lib/terraform/contracts';
import { canary } from './canary';
import type { StackResources } from './stack-policies';

const checkout = resolve(__dirname, '..', '..', '..');

/** The parts of a stack that Checkov has rules for. Its parser fails on `terraform` and `output`. */
const scannedParts = ['provider', 'data', 'resource'];

/** Not a fleet file: prod with everything enabled that is off by default. */
export const everyChoice = 'every-choice';

/** @throws Error with what the app said about the fleet file */
export function writeStackFiles(fleet: string, work: string, scanned: string): void {
  const outdir = join(work, 'synthesized', fleet);
  const selected =
    fleet === everyChoice
      ? {
          FLEET: 'prod',
          FLEET_LOCAL_OVERRIDES: '',
          FLEET_OVERRIDES: join(checkout, 'ops', 'scan', 'every-choice.yaml'),
        }
      : { FLEET: fleet, FLEET_LOCAL_OVERRIDES: '', FLEET_OVERRIDES: '' };
  mkdirSync(join(work, 'synthesized'), { recursive: true });
  const { status, stderr } = spawnSync('node', ['--no-opt', 'run', 'main.ts'], {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...process.env, ...selected, CDKTF_OUTDIR: outdir },
  });
  if (status !== 0) throw new Error(`Could not synthesize the stacks of ${fleet}:\n${stderr}`);
  mkdirSync(join(scanned, fleet), { recursive: true });
  for (const stack of stackNames) {
    const json = JSON.parse(readFileSync(join(outdir, 'stacks', stack, 'cdk.tf.json'), 'utf8')) as object;
    const parts = Object.fromEntries(Object.entries(json).filter(([part]) => scannedParts.includes(part)));
    writeFileSync(join(scanned, fleet, `${stack}.tf.json`), JSON.stringify(parts, null, 2));
  }
}

export function writeCanary(scanned: string): void {
  mkdirSync(join(scanned, canary.fleet), { recursive: true });
  cpSync(canary.file, join(scanned, canary.fleet, `${canary.stack}.tf.json`));
}

/** The resources of the stacks that were written, and the fleet and stack that they are of. */
export function readStackFiles(
  fleets: readonly string[],
  scanned: string,
): readonly { readonly name: string; readonly resources: StackResources }[] {
  return fleets.flatMap((fleet) =>
    stackNames.map((stack) => ({
      name: `${fleet}/${stack}`,
      resources: resourcesIn(join(scanned, fleet, `${stack}.tf.json`)),
    })),
  );
}

export function readCanary(scanned: string): StackResources {
  return resourcesIn(join(scanned, canary.fleet, `${canary.stack}.tf.json`));
}

function resourcesIn(file: string): StackResources {
  return (JSON.parse(readFileSync(file, 'utf8')) as { resource?: StackResources }).resource ?? {};
}
