import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkout } from '../../support/synth';

/** A run of a program that has ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A checkout with one small program, and with the folder `run/` of this one. */
export class SmallCheckout {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'infra-fleet-run-')));

  constructor(files: Readonly<Record<string, string>>) {
    cpSync(join(checkout, 'run'), this.path('run'), { recursive: true });
    for (const name of ['package.json', 'package-lock.json', 'tsconfig.json'])
      cpSync(join(checkout, name), this.path(name));
    mkdirSync(this.path('node_modules'));
    for (const name of ['esbuild', 'cdktf'])
      symlinkSync(join(checkout, 'node_modules', name), this.path('node_modules', name));
    for (const [name, text] of Object.entries(files)) this.write(name, text);
  }

  path(...names: string[]): string {
    return join(this.folder, ...names);
  }

  write(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  async run(...args: string[]): Promise<Ended> {
    const child = spawn('node', ['run', 'main.ts', ...args], { cwd: this.folder });
    const output = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (piece: string) => (output[stream] += piece));
    const [status] = (await once(child, 'close')) as [number | null];
    return { status, ...output };
  }

  /** Runs the program until its bundle is kept with its code cache: what was written just now is not trusted. */
  async settle(): Promise<Ended> {
    for (;;) {
      const ended = await this.run();
      if (ended.status !== 0) throw new Error(ended.stderr);
      if (this.isSettled()) return ended;
    }
  }

  private isSettled(): boolean {
    const script = "!!require('./run/kept-bundle.js').keptBundle(process.cwd() + '/main.ts')?.codeCache";
    const { stdout } = spawnSync('node', ['-p', script], { cwd: this.folder, encoding: 'utf8' });
    return stdout === 'true\n';
  }

  /** Tells one kept bundle of the program from another; undefined while there is none. */
  kept(): string | undefined {
    const stat = statSync(this.bundle, { throwIfNoEntry: false });
    return stat === undefined ? undefined : `${stat.ino} ${stat.mtimeMs}`;
  }

  get bundle(): string {
    return this.path('node_modules/.cache/infra-fleet/main.ts.bundle');
  }

  /** The names of all that was left where bundles are kept. */
  leftovers(): string[] {
    return readdirSync(dirname(this.bundle));
  }

  /** Changes bytes of the kept bundle. */
  tamper(change: (content: Buffer) => Buffer): void {
    writeFileSync(this.bundle, change(readFileSync(this.bundle)));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
