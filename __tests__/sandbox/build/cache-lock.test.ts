import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withCacheLock } from '../../../sandbox/src/build/cache-lock.js';

describe('withCacheLock', () => {
  let folder: string;
  let file: string;
  const signal = new AbortController().signal;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'lock-'));
    file = join(folder, 'lock');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('lets the second wait until the first is done', async () => {
    const order: string[] = [];
    const take = (name: string): Promise<unknown> =>
      withCacheLock({ file, signal, onWait: () => undefined, everyMilliseconds: 1 }, async () => {
        order.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        order.push(`${name} ends`);
      });
    await Promise.all([take('first'), take('second')]);
    expect(order).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });

  it('says who holds it', async () => {
    const holders: number[] = [];
    let release = (): void => undefined;
    const first = withCacheLock(
      { file, signal, onWait: () => undefined },
      () => new Promise<void>((resolve) => (release = resolve)),
    );
    const onWait = (holder: number): void => {
      holders.push(holder);
      release();
    };
    await Promise.all([
      first,
      withCacheLock({ file, signal, onWait, everyMilliseconds: 1 }, () => Promise.resolve()),
    ]);
    expect(holders).toEqual([process.pid]);
  });

  it('takes over the lock of a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(file, `${pid}\n`);
    const onWait = (): void => {
      throw new Error('waited');
    };
    await expect(withCacheLock({ file, signal, onWait }, () => Promise.resolve('done'))).resolves.toBe(
      'done',
    );
  });

  it('is free again after a failure', async () => {
    await withCacheLock({ file, signal, onWait: () => undefined }, () =>
      Promise.reject(new Error('no')),
    ).catch(() => undefined);
    expect(existsSync(file)).toBe(false);
  });
});
