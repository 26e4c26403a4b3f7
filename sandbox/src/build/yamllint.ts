import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, checkout } from '../paths.js';
import { makeVenv, pinned, type PythonProps } from './venv.js';

const requirements = join(checkout, 'sandbox', 'python', 'yamllint.txt');

/** The Python environment of yamllint, apart from the sandbox's own: neither waits for the other. */
export function locateYamllint(): string {
  const hash = createHash('sha256').update(readFileSync(requirements));
  return join(cache.python, `yamllint-${hash.digest('hex').slice(0, 16)}`);
}

/** Makes the environment, unless it is there. */
export async function makeYamllint(props: PythonProps): Promise<void> {
  const pip = [[...pinned, '--requirement', requirements]];
  await makeVenv({ ...props, folder: locateYamllint(), log: 'yamllint.log', pip });
}
