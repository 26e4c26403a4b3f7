import { didYouMean } from '../lib/validation/nearest';
import { ConfigurationError } from '../lib/validation/errors';
import { messageOf } from './message-of';
import { UsageError } from './usage-error';

/**
 * What `ops` ends with if it was called wrongly, or the fleet's files are: EX_USAGE of sysexits.h, as 2 and 3 are answers of
 * `ops guard`.
 */
const usageExitCode = 64;

/** A day-2 command. Returns its exit code. */
type Command = (args: readonly string[]) => Promise<number>;

const commands: Readonly<
  Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>
> = {
  upgrade: {
    summary: 'move to newer versions of the Flux Operator and Flux; a dry run without --apply',
    load: async () => (await import('./commands/upgrade.js')).upgrade,
  },
  guard: {
    summary: 'refuse a Terraform plan or a change in Git that would prune what Flux applied',
    load: async () => (await import('./commands/guard.js')).guard,
  },
  validate: {
    summary: 'check everything that Flux reconciles of this repository, without a cluster',
    load: async () => (await import('./commands/validate.js')).validateCommand,
  },
  inventory: {
    summary: 'list every object of Flux, and every object that it applied',
    load: async () => (await import('./commands/inventory.js')).inventory,
  },
  doctor: {
    summary: 'tell what an interrupted or killed run left behind, and what helps',
    load: async () => (await import('./commands/doctor.js')).doctor,
  },
  drift: {
    summary: 'show what others changed since the last deploy, and what is in no state',
    load: async () => (await import('./commands/drift.js')).drift,
  },
  tunnel: {
    summary: 'reach a private Kubernetes API through the session of a jumpbox',
    load: async () => (await import('./commands/tunnel.js')).tunnel,
  },
};

async function run([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help') {
    for (const [command, { summary }] of Object.entries(commands))
      console.log(`  ops ${command.padEnd(10)} ${summary}`);
    return 0;
  }
  const command = commands[name];
  if (command === undefined) throw new UsageError(unknownCommand(name));
  return await (
    await command.load()
  )(args);
}

function unknownCommand(name: string): string {
  const names = Object.keys(commands);
  return `ops: "${name}" is not a command. Allowed: ${names.join(', ')}.${didYouMean(name, names)}`;
}

run(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isExpected = error instanceof UsageError || error instanceof ConfigurationError;
    console.error(isExpected || !(error instanceof Error) ? messageOf(error) : `ops: ${messageOf(error)}`);
    process.exitCode = isExpected ? usageExitCode : 1;
  },
);
