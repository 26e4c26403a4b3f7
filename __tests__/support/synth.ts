import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { StackName } from '../../lib/terraform/contracts';

export const checkout = resolve(__dirname, '..', '..');

/** One stack as Terraform is given it. */
export interface StackJson {
  readonly terraform: Record<string, Record<string, Record<string, unknown>>>;
  readonly provider: Record<string, Record<string, unknown>[]>;
  readonly resource: Record<string, Record<string, ResourceJson>>;
  readonly data?: Record<string, Record<string, ResourceJson>>;
  readonly output: Record<string, { readonly value: unknown; readonly depends_on?: string[] }>;
  readonly locals?: Record<string, unknown>;
}

export type ResourceJson = Readonly<Record<string, unknown>> & { readonly depends_on?: string[] };

/** A synthesized app. */
export interface SynthesizedApp {
  readonly stack: (name: StackName) => StackJson;
  /** The dependencies that cdktf is told of. */
  readonly dependencies: (name: StackName) => string[];
  /** The folder with everything that was written. */
  readonly outdir: string;
}

export interface SynthProps {
  readonly fleet: string;
  /** The path of a file that is laid over the fleet's. @default none */
  readonly overrides?: string;
  /** The words after `cdktf`, as if it had started the app. @default - the app is started without cdktf */
  readonly command?: readonly string[];
}

/** What the sandbox would tell its fleet file. */
export const sandboxEnvironment = {
  SANDBOX_GIT_URL: 'http://127.0.0.1:1/fleet.git',
  SANDBOX_CHARTS_URL: 'oci://127.0.0.1:2/charts',
  SANDBOX_CHARTS_KEY: 'a2V5',
};

const folders: string[] = [];

/** Runs the whole app as cdktf does, in a process of its own. */
export function synthesize(props: SynthProps): SynthesizedApp {
  const { outdir, result } = runApp(props);
  if (result.status !== 0) throw new Error(`The app failed:\n${result.stderr}`);
  const manifest = readJson<{ stacks: Record<string, { dependencies: string[] }> }>(outdir, 'manifest.json');
  return {
    outdir,
    stack: (name) => readJson<StackJson>(outdir, 'stacks', name, 'cdk.tf.json'),
    dependencies: (name) => manifest.stacks[name]?.dependencies ?? [],
  };
}

/** Runs the app and gives its exit code and what it wrote, for input that it should refuse. */
export function runApp(props: SynthProps): { outdir: string; result: ReturnType<typeof run> } {
  const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-synth-'));
  folders.push(folder);
  const outdir = join(folder, 'out');
  const { app } = readJson<{ app: string }>(checkout, 'cdktf.json');
  if (props.command === undefined) return { outdir, result: run('sh', ['-c', `exec ${app}`], props, outdir) };

  const cdktf = join(folder, 'cdktf');
  // The trailing command keeps the shell from replacing itself: the app must find this script among its ancestors.
  writeFileSync(cdktf, `#!/bin/sh\n${app}\nexit $?\n`);
  chmodSync(cdktf, 0o755);
  return { outdir, result: run(cdktf, props.command, props, outdir) };
}

/** Removes what the calls above made. */
export function removeSynthesized(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
}

function run(command: string, args: readonly string[], { fleet, overrides }: SynthProps, outdir: string) {
  return spawnSync(command, args, {
    cwd: checkout,
    encoding: 'utf8',
    env: {
      ...process.env,
      ...sandboxEnvironment,
      FLEET: fleet,
      FLEET_OVERRIDES: overrides ?? '',
      FLEET_LOCAL_OVERRIDES: '',
      CDKTF_OUTDIR: outdir,
    },
  });
}

function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), 'utf8')) as T;
}

/** The only resource of a type in a stack. */
export function only(stack: StackJson, type: string): ResourceJson {
  const all = allOf(stack, type);
  if (all.length !== 1) throw new Error(`Expected one ${type}, found ${all.length}`);
  return all[0]!;
}

/** All resources of a type in a stack. */
export function allOf(stack: StackJson, type: string): ResourceJson[] {
  return Object.values(stack.resource[type] ?? {});
}
