import type { Command } from './command';
import { killProgram } from './processes';

export interface Signal {
  /** Sends it. Gives false as long as there is nobody to send it to. */
  readonly send: (command: Command) => Promise<boolean>;
  /** Whether the command runs in a terminal. */
  readonly terminal: boolean;
  /** Whether somebody is left who can say how to go on. */
  readonly isExplained: boolean;
  /** Whether what was under way is cut off, so that only the next run can find out what became of it. */
  readonly cutsOff: boolean;
}

/** Signals that reach programs unprepared. */
const kill = (program: RegExp, isExplained = false): Signal => ({
  send: async ({ mark }) => await Promise.resolve(killProgram(mark, program) > 0),
  terminal: true,
  isExplained,
  cutsOff: true,
});

/** Signals for which programs can prepare themselves. */
const ask = (send: (command: Command) => unknown, terminal = true): Signal => ({
  send: async (command) => {
    await send(command);
    return true;
  },
  terminal,
  isExplained: true,
  cutsOff: false,
});

const signalCdktf = (name: NodeJS.Signals) => async (command: Command) =>
  process.kill(await command.pid(), name);

const ctrlC = '\x03';

/** Every way to stop a command, as a person, a pipeline or a machine does it. */
export const signals = {
  'Ctrl-C': ask((command) => command.type(ctrlC)),
  'Ctrl-C typed twice': ask((command) => command.type(ctrlC + ctrlC)),
  'SIGINT to the process group': ask(async (command) => process.kill(-(await command.pid()), 'SIGINT')),
  'SIGTERM to cdktf': ask(signalCdktf('SIGTERM'), false),
  'SIGHUP to cdktf': ask(signalCdktf('SIGHUP')),
  'SIGKILL of cdktf': ask(signalCdktf('SIGKILL')),
  'SIGKILL of terraform': kill(/^(terraform|tofu)$/, true),
  'SIGKILL of the aws provider': kill(/^terraform-provider-aws/),
  'SIGKILL of the helm provider': kill(/^terraform-provider-helm/),
  'SIGKILL of the kubernetes provider': kill(/^terraform-provider-kubernetes/),
} satisfies Readonly<Record<string, Signal>>;

export type SignalName = keyof typeof signals;
