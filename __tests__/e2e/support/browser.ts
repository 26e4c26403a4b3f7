import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import puppeteer, { type Browser } from 'puppeteer-core';
import { cache } from '../../../sandbox/src/paths';

/**
 * Chromium without a window, from the npm package `@sparticuz/chromium`, which holds the program and the libraries that
 * a bare machine lacks. It unpacks them into the sandbox's cache, once.
 */
export async function startBrowser(): Promise<Browser> {
  const folder = join(cache.root, 'chromium');
  mkdirSync(folder, { recursive: true });
  // The package reads both as it is loaded: where to unpack, and that its own libraries are to be used.
  Object.assign(process.env, { TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });
  const { default: chromium } = await import('@sparticuz/chromium');
  return puppeteer.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: 'shell',
    // Of the locale POSIX, Chromium makes a language that its own Intl refuses.
    env: { ...process.env, LC_ALL: 'en_US.UTF-8' },
  });
}
