import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cache } from '../paths.js';
import type { StepTime } from '../terminal/progress.js';

/** Something was built or installed; all of it was in the cache; the sandbox ran already. */
export type TimingKind = 'cold' | 'warm' | 'again';

/** Times of one `make sandbox`. */
export interface Timing {
  /** When it began, ISO 8601. */
  readonly date: string;
  readonly kind: TimingKind;
  readonly totalSeconds: number;
  readonly steps: readonly StepTime[];
}

const file = join(cache.root, 'timings.json');
const kept = 20;

/** Times of the last runs of `make sandbox` on this machine, the newest last. */
export function readTimings(): Timing[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Timing[];
  } catch {
    return [];
  }
}

/** Adds the times of a run. */
export function recordTiming(timing: Timing): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify([...readTimings(), timing].slice(-kept), null, 2)}\n`);
}
