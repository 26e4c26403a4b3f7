import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache } from '../paths.js';

/** What the last `make e2e-flux` on this machine measured. */
export interface FluxProof {
  /** When it began, ISO 8601. */
  readonly date: string;
  readonly cases: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly numbers: readonly string[];
  }[];
}

/** Reads the last run, or gives undefined if there was none. */
export function readFluxProof(): FluxProof | undefined {
  try {
    return JSON.parse(readFileSync(join(cache.root, 'e2e-flux.json'), 'utf8')) as FluxProof;
  } catch {
    return undefined;
  }
}
