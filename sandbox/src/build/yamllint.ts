import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, checkout } from '../paths.js';
import { withCacheLock } from './cache-lock.js';
import type { PythonProps } from './python.js';
import { runLogged } from './run-logged.js';

const requirements = join(checkout, 'sandbox', 'python', 'yamllint.txt');

/** The Python environment of yamllint, apart from the sandbox's own: neither waits for the other. */
export function locateYamllint(): string {
  const hash = createHash('sha256').update(readFileSync(requirements));
  return join(cache.python, `yamllint-${hash.digest('hex').slice(0, 16)}`);
}

/** Makes the environment, unless it is there. */
export async function makeYamllint({ interpreter, signal, report }: PythonProps): Promise<void> {
  const folder = locateYamllint();
  const onWait = (holder: number) => report(`process ${holder} is already creating it: waiting`);
  await withCacheLock({ file: `${folder}.lock`, signal, onWait }, async () => {
    const mark = join(folder, '.complete');
    if (existsSync(mark)) return;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(cache.root, 'logs'), { recursive: true });
    const logFile = join(cache.root, 'logs', 'yamllint.log');
    writeFileSync(logFile, '');
    const run = (command: string, args: readonly string[]) =>
      runLogged({ command, args, registry: 'pip', logFile, signal });
    await run(interpreter, ['-m', 'venv', folder]);
    const python = join(folder, 'bin', 'python');
    await run(python, ['-m', 'pip', 'install', '--no-deps', '--no-input', '--requirement', requirements]);
    writeFileSync(mark, '');
  });
}
