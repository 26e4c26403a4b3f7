import { messageOf } from '../message-of';
import { apply } from './apply';
import { destroy } from './destroy';
import { Interrupted } from './interrupts';
import { Launch } from './launch';
import { removeMark } from './launcher-mark';
import { plan } from './plan';

/** What the launcher does more than Terraform, by its command. `ops/bin/terraform` hands on all others. */
const verbs: Readonly<Record<string, (launch: Launch) => Promise<number>>> = { apply, destroy, plan };

async function run(args: readonly string[]): Promise<number> {
  const launch = new Launch(args);
  try {
    return await verbs[args[0]!]!(launch);
  } catch (error) {
    if (launch.interrupts.signal.aborted || error instanceof Interrupted) {
      launch.tell(`Interrupted before ${launch.stack} was changed. To start again: ${launch.command}`);
      launch.cdktf?.fail();
      return 130;
    }
    throw error;
  } finally {
    if (!launch.interrupts.signal.aborted) removeMark(launch.data);
  }
}

run(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(1);
  },
);
