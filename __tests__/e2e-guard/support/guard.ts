import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';

/** What `ops guard` says of a change, as its JSON does. */
export interface Forecast {
  readonly losses: readonly string[];
  readonly doubts: readonly string[];
  readonly unknowns: readonly string[];
}

/** Runs `ops guard` on two commits of a clone of the sandbox's repository, as a user does in a checkout that has both. */
export async function forecastOf(
  clone: string,
  from: string,
  to: string,
): Promise<Forecast & { code: number; output: string }> {
  await execa('git', ['fetch', '--quiet', '--no-tags', clone, to], { cwd: checkout });
  const json = join(mkdtempSync(join(tmpdir(), 'infra-fleet-guard-')), 'verdict.json');
  const words = ['guard', '--from', from, '--to', to, '--json', json];
  const { exitCode = 1, all } = await execa(join(checkout, 'ops/bin/ops'), words, {
    cwd: checkout,
    env: shellEnvironment(),
    extendEnv: false,
    reject: false,
    all: true,
  });
  if (![0, 2, 3].includes(exitCode)) throw new Error(`ops guard ended with ${exitCode}:\n${all}`);
  return { ...(JSON.parse(readFileSync(json, 'utf8')) as Forecast), code: exitCode, output: all };
}

/** The part of a forecast that is about one mutation. */
export function partOf({ losses, doubts, unknowns }: Forecast, id: string): Forecast {
  const isAbout = mentions(id);
  return {
    losses: losses.filter(isAbout),
    doubts: doubts.filter(isAbout),
    unknowns: unknowns.filter(isAbout),
  };
}

/** Whether a text names something of a mutation. */
export function mentions(id: string): (text: string) => boolean {
  const pattern = new RegExp(`(^|[^a-z0-9])k?${id}(s\\b|[^a-z0-9]|$)`, 'i');
  return (text) => pattern.test(text);
}
