import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout } from '../../support/synth';

/** What cdktf runs in Terraform's place. */
export const launcher = join(checkout, 'ops/bin/terraform');

/** The folder of one stack, with a program in Terraform's place that writes down how it was called. */
export class StackFolder {
  private readonly root = mkdtempSync(join(tmpdir(), 'infra-fleet-launcher-'));
  readonly folder: string;
  private readonly programs = join(this.root, 'programs');

  constructor(stack: string) {
    this.folder = join(this.root, 'stacks', stack);
    for (const folder of [this.folder, this.programs]) mkdirSync(folder, { recursive: true });
    this.synthesize(stack);
  }

  /** Makes a stack of the same output, with its state in its folder. */
  synthesize(stack: string, resources: readonly object[] = []): void {
    const folder = join(this.root, 'stacks', stack);
    mkdirSync(folder, { recursive: true });
    const synthesized = {
      terraform: { backend: { local: { path: 'terraform.tfstate' } } },
      resource: { terraform_data: { deployment: { input: { environment: 'dev' } } } },
    };
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(synthesized));
    if (resources.length > 0)
      writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify({ version: 4, serial: 1, resources }));
  }

  /** Puts a shell script in the place of a program. */
  program(name: string, script: string): void {
    const file = join(this.programs, name);
    writeFileSync(file, `#!/bin/sh\necho "$*" >> '${this.root}/${name}.calls'\n${script}\n`);
    chmodSync(file, 0o755);
  }

  /** How a program was called. */
  calls(name: string): string[] {
    return readFileSync(join(this.root, `${name}.calls`), 'utf8')
      .trim()
      .split('\n');
  }

  wasCalled(name: string): boolean {
    return existsSync(join(this.root, `${name}.calls`));
  }

  /** Runs the launcher to its end. */
  launch(args: readonly string[], env: Readonly<Record<string, string>> = {}, input = '') {
    return spawnSync(launcher, args, {
      cwd: this.folder,
      encoding: 'utf8',
      input,
      env: { ...this.environment, ...env },
    });
  }

  /** Runs a program that was put in place. */
  run(name: string, args: readonly string[] = []) {
    return spawnSync(join(this.programs, name), args, {
      cwd: this.folder,
      encoding: 'utf8',
      env: this.environment,
    });
  }

  /** Starts the launcher. */
  begin(args: readonly string[]): ChildProcess {
    const child = spawn(launcher, args, { cwd: this.folder, env: this.environment });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').resume();
    return child;
  }

  /** Nothing of the machine's but node and the shell's programs: no aws that could ask a real account. */
  private get environment(): NodeJS.ProcessEnv {
    const path = [this.programs, join(process.execPath, '..'), '/usr/bin', '/bin'].join(':');
    return { PATH: path, AWS_EC2_METADATA_DISABLED: 'true' };
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }
}
