import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { identify } from './process-identity';

/**
 * Whose launcher is at work on a stack, or did not come to an orderly end. `ops/bin/terraform` writes it before anything else, so
 * that an interrupt while this program still loads is not lost.
 */
export interface LauncherMark {
  readonly parent: number;
  readonly isAtWork: boolean;
}

export function readMark(data: string): LauncherMark | undefined {
  if (!existsSync(markFile(data))) return undefined;
  const [parent = NaN, own = NaN] = readFileSync(markFile(data), 'utf8').split(/\s/).map(Number);
  return { parent, isAtWork: identify(own) !== undefined };
}

/** Call it at every end but that of an interrupted run. */
export function removeMark(data: string): void {
  rmSync(markFile(data), { force: true });
}

function markFile(data: string): string {
  return join(data, 'launcher');
}
