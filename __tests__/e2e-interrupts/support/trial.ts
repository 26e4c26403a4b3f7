import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type StackName, stackNames } from '../../../lib/terraform/contracts';
import { type } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';
import type { Case } from '../cases';
import { Command } from './command';
import { describe, type Existing, existing, helmReleases, unknownTo } from './existing';
import type { Fleet } from './fleet';
import { allStates, deploymentOf, fleetStates } from './fleet-states';
import { commandAt, type Moment, moments } from './moments';
import { type Signal, signals } from './signals';

/** How long Terraform may take to finish what it has begun. */
const finishSeconds = 240;

/** One case, tried. It collects every promise that was not kept. */
export class Trial {
  readonly broken: string[] = [];
  private readonly moment: Moment;
  private readonly signal: Signal;
  private readonly selected: readonly StackName[];
  /** What is typed after `cdktf`. */
  private readonly words: readonly string[];
  /** The command as a person types it. */
  private readonly typed: string;

  constructor(
    private readonly fleet: Fleet,
    { signal, moment, selected, state }: Case,
  ) {
    this.signal = signals[signal];
    this.moment = moments[moment];
    this.selected = selected === '*' ? stackNames : selected;
    this.words = [this.moment.verb, ...(selected === '*' ? ['*'] : selected)];
    this.typed = ['cdktf', this.moment.verb, ...(selected === '*' ? [`'*'`] : selected)].join(' ');
    this.state = state;
  }

  private readonly state: Case['state'];

  /** Interrupts the command, and runs it again. */
  async run(): Promise<void> {
    await this.fleet.have(this.stacksBefore(), this.state);
    const command = await commandAt(this.moment, () => this.start());
    const others = await this.otherStates();
    const spoken = command.output.length;
    while (!(await this.signal.send(command))) await new Promise((resolve) => setTimeout(resolve, 20));

    if (!(await this.ends(command))) return;
    this.expect((await command.status) !== 0, 'the exit code is 0');
    const after = command.output.slice(spoken);
    this.expect(
      !this.signal.isExplained || after.includes(this.typed),
      `nothing after the interrupt names the next command, ${this.typed}:\n${after}`,
    );
    this.expect(sameStates(others, await this.otherStates()), 'the state of another stack changed');
    this.expect(
      !beginsOtherStack(command.output, spoken, this.moment.stack),
      `another stack began:\n${after}`,
    );
    this.expect(!existsSync(this.stackFile('errored.tfstate')), 'Terraform could not write its state');

    const left = await existing();
    const unknown = unknownTo(await allStates(this.state), left);
    const mayBeUnknown = this.signal.cutsOff || this.moment.call?.is === 'begun';
    this.expect(
      mayBeUnknown || unknown.length === 0,
      `no state knows ${unknown.map(describe).join(', ')}:\n${after}`,
    );
    await this.release(command.output);
    await this.again(left, unknown);
  }

  private start(): Command {
    const { variables } = fleetStates[this.state];
    return new Command({ words: this.words, variables, terminal: this.signal.terminal });
  }

  /** Runs the same command again, which has to put everything right. */
  private async again(left: readonly Existing[], unknown: readonly Existing[]): Promise<void> {
    let { status, output } = await this.fleet.run(this.words);
    if (status !== 0 && (await this.release(output))) ({ status, output } = await this.fleet.run(this.words));
    if (status !== 0) this.fleet.broken();
    this.expect(status === 0, `the same command again ended with ${status}:\n${output.slice(-6000)}`);
    const replaced = replacements(output);
    this.expect(replaced.length === 0, `the same command again replaced ${replaced.join(', ')}`);
    const unnamed = unknown.filter(({ id }) => !output.includes(id));
    this.expect(
      unnamed.length === 0,
      `the same command again did not name ${unnamed.map(describe).join(', ')}`,
    );

    const found = await existing();
    const states = await allStates(this.state);
    const orphans = unknownTo(states, found);
    if (orphans.length > 0) this.fleet.broken();
    this.expect(orphans.length === 0, `afterwards no state knows ${orphans.map(describe).join(', ')}`);
    if (this.moment.verb === 'deploy') this.expectKept(left, found);
    this.expectDone(states);
    for (const { name, status } of await releasesOf(found))
      this.expect(status === 'deployed', `afterwards the Helm release ${name} is ${status}`);
    for (const stack of stackNames)
      this.expect((await fleetStates[this.state].lock(stack)) === undefined, `afterwards ${stack} is locked`);
  }

  /** Runs the command that releases a lock as it was printed. Gives whether there was one. */
  private async release(output: string): Promise<boolean> {
    if ((await fleetStates[this.state].lock(this.moment.stack)) === undefined || this.state === 'local')
      return false;
    const command = /^ *((?:terraform|tofu) .*force-unlock.*)$/m.exec(output)?.[1];
    this.expect(
      command !== undefined,
      `a lock is left, and nothing names the command that releases it:\n${output.slice(-3000)}`,
    );
    if (command === undefined) return false;
    const result = type(command);
    this.expect(result.status === 0, `"${command}" ended with ${result.status}:\n${result.output}`);
    return result.status === 0;
  }

  private expectKept(left: readonly Existing[], found: readonly Existing[]): void {
    const isKept = ({ kind, id, birth }: Existing) =>
      found.some((one) => one.kind === kind && one.id === id && one.birth === birth);
    const lost = left.filter((one) => !isKept(one));
    this.expect(lost.length === 0, `the same command again did not keep ${lost.map(describe).join(', ')}`);
  }

  private expectDone(states: ReadonlyMap<StackName, string>): void {
    const wanted = this.moment.verb === 'deploy' ? 'whole' : 'none';
    const undone = this.selected.filter((stack) => deploymentOf(states.get(stack)!) !== wanted);
    this.expect(
      undone.length === 0,
      `afterwards the ${this.moment.verb} of ${undone.join(', ')} is not complete`,
    );
  }

  /** Waits until nothing of the command runs any more. */
  private async ends(command: Command): Promise<boolean> {
    const deadline = Date.now() + finishSeconds * 1000;
    while (command.goesOn && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 200));
    if (!command.goesOn) {
      await command.silence;
      return true;
    }
    this.fleet.broken();
    this.expect(false, `it still runs after ${finishSeconds} s:\n${command.output.slice(-3000)}`);
    return false;
  }

  private stacksBefore(): readonly StackName[] {
    const indices = this.selected.map((stack) => stackNames.indexOf(stack));
    return this.moment.verb === 'deploy'
      ? stackNames.slice(0, Math.min(...indices))
      : stackNames.slice(0, Math.max(...indices) + 1);
  }

  private async otherStates(): Promise<ReadonlyMap<StackName, string>> {
    const states = await allStates(this.state);
    return new Map([...states].filter(([stack]) => stack !== this.moment.stack));
  }

  private stackFile(name: string): string {
    return join(checkout, 'cdktf.out/stacks', this.moment.stack, name);
  }

  private expect(isKept: boolean, otherwise: string): void {
    if (!isKept) this.broken.push(otherwise);
  }
}

function sameStates(one: ReadonlyMap<StackName, string>, other: ReadonlyMap<StackName, string>): boolean {
  return [...one].every(([stack, text]) => other.get(stack) === text);
}

/** cdktf begins a block of lines with the stack that they belong to. */
function beginsOtherStack(output: string, from: number, stack: StackName): boolean {
  let current: string | undefined;
  let position = 0;
  for (const line of output.split('\n')) {
    current = stackNames.find((name) => line.startsWith(`${name} `)) ?? current;
    if (position >= from && current !== stack && /: (Creating|Destroying)\.\.\./.test(line)) return true;
    position += line.length + 1;
  }
  return false;
}

/** What a plan makes anew. What Terraform only remembers has no counterpart that could be lost. */
function replacements(output: string): string[] {
  return [...output.matchAll(/# (\S+) (?:is tainted, so (?:it )?)?(?:must|will) be replaced/g)]
    .map(([, address]) => address!)
    .filter((address) => !address.startsWith('terraform_data.'));
}

async function releasesOf(found: readonly Existing[]): Promise<Awaited<ReturnType<typeof helmReleases>>> {
  return found.some(({ kind }) => kind === 'helm-releases') ? await helmReleases() : [];
}
