import { spawnSync } from 'node:child_process';
import { type StackName, stackNames } from '../../../lib/terraform/contracts';
import { forgetShellEnvironment } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';
import { Command } from './command';
import {
  allStates,
  currentKind,
  deploymentOf,
  fleetStates,
  moveStates,
  type StateKind,
} from './fleet-states';

/** The fleet of the sandbox, as the cases find and leave it. */
export class Fleet {
  private isBroken = false;

  /** Says that a case left something that its command can't put right: the next case gets another sandbox. */
  broken(): void {
    this.isBroken = true;
  }

  /** Deploys and destroys whatever is necessary to have exactly these stacks, with their states in a place. */
  async have(stacks: readonly StackName[], kind: StateKind): Promise<void> {
    if (this.isBroken) this.renew();
    await moveStates(kind);
    const states = await allStates(kind);
    const surplus = stackNames.filter(
      (stack) => !stacks.includes(stack) && deploymentOf(states.get(stack)!) !== 'none',
    );
    const missing = stacks.filter((stack) => deploymentOf(states.get(stack)!) !== 'whole');
    if (surplus.length > 0) await this.succeed(['destroy', ...surplus]);
    if (missing.length > 0) await this.succeed(['deploy', ...missing]);
  }

  /** Runs a command to its end, in a pipeline. */
  async run(words: readonly string[]): Promise<{ readonly status: number; readonly output: string }> {
    const command = new Command({ words, variables: fleetStates[currentKind()].variables, terminal: false });
    await command.silence;
    return { status: await command.status, output: command.output };
  }

  private async succeed(words: readonly string[]): Promise<void> {
    const { status, output } = await this.run(words);
    if (status === 0) return;
    this.broken();
    throw new Error(
      `What the case needs could not be had: "cdktf ${words.join(' ')}" failed:\n${output.slice(-4000)}`,
    );
  }

  private renew(): void {
    for (const target of ['sandbox-down', 'sandbox']) {
      const { status, stdout, stderr } = spawnSync('make', ['--silent', target], {
        cwd: checkout,
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(`make ${target} failed:\n${stdout}${stderr}`);
    }
    forgetShellEnvironment();
    this.isBroken = false;
  }
}
