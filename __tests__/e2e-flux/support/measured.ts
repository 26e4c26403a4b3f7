import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../../support/synth';

/** Adds numbers to the line of the running case. */
export function measured(...numbers: readonly string[]): void {
  const { currentTestName } = expect.getState();
  const file = join(checkout, '.sandbox/e2e-flux.jsonl');
  appendFileSync(file, `${JSON.stringify({ name: currentTestName, numbers })}\n`);
}

/** Seconds with one decimal. */
export function inSeconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
