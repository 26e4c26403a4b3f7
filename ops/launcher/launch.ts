import { basename, relative, resolve } from 'node:path';
import { CdktfCommand } from './cdktf-command';
import { Interrupts } from './interrupts';

/** One start of the launcher: what it launches, for which stack, and who asked for it. */
export class Launch {
  /** The real program: Terraform or OpenTofu. */
  readonly terraform = process.env.INFRA_FLEET_TERRAFORM ?? 'terraform';
  /** The folder of the stack that cdktf synthesized. */
  readonly folder = process.cwd();
  readonly stack = basename(this.folder);
  /** Where Terraform keeps the data of the stack. */
  readonly data = resolve(process.env.TF_DATA_DIR ?? '.terraform');
  readonly cdktf = CdktfCommand.find();
  readonly interrupts = new Interrupts();

  constructor(readonly args: readonly string[]) {}

  /** What to type to run it again. */
  get command(): string {
    return this.cdktf?.text ?? ['terraform', ...this.args].join(' ');
  }

  /** The data folder of another stack of the same output. */
  dataOf(stack: string): string {
    return resolve(this.folder, '..', stack, process.env.TF_DATA_DIR ?? '.terraform');
  }

  /** Writes a note of the launcher, among what Terraform writes. */
  readonly say = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };

  /** Writes a note that must reach the person, whatever happened to cdktf. */
  tell(text: string): void {
    if (this.cdktf?.tell(`\n${text}\n`) !== true) this.say(text);
  }

  /** A path as a person reads it, from the folder in which cdktf was started. */
  readable(path: string): string {
    return relative(resolve(this.folder, '../../..'), path);
  }
}
