import { parseArgs, type ParseArgsConfig } from 'node:util';
import { messageOf } from './message-of';
import { UsageError } from './usage-error';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads the options of a command.
 *
 * @param usage what to show if they can't be read, for example `ops upgrade [--flux VERSION]`
 * @throws UsageError
 */
export function readOptions<const T extends Options>(args: readonly string[], options: T, usage: string) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const reason = messageOf(error);
    throw new UsageError(`${reason}\nUsage: ${usage}`);
  }
}
