import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from '../validation/field';

const mostBytes = 1_048_576;

/** The text of a file of a checkout; undefined when there is none that can be read. Links may not lead out of the checkout. */
export function checkedInText(checkout: string, path: string): string | Fault | undefined {
  try {
    const file = realpathSync(join(checkout, path));
    if (!file.startsWith(`${realpathSync(checkout)}/`))
      return {
        problem: 'is a link to a file outside the checkout',
        remedy: 'Copy the file into the checkout.',
      };
    const { size } = statSync(file);
    if (size > mostBytes) return { problem: `has ${size} bytes, more than ${mostBytes}` };
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
