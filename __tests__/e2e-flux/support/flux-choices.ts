import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';
import { checkout } from '../../support/synth';
import type { Variables } from './stacks';

const file = join(checkout, '.sandbox/e2e-flux-overrides.yaml');

interface Overrides {
  readonly flux: Readonly<Record<string, unknown>>;
}

/**
 * Chooses otherwise than the sandbox's fleet in `flux`, without a change of the fleet's file: what the sandbox lays over it
 * is written anew with these keys. A mapping stands in place of the sandbox's.
 */
export function withFluxChoices(flux: Readonly<Record<string, unknown>>): Variables {
  const overrides = parse(readFileSync(shellEnvironment().FLEET_LOCAL_OVERRIDES ?? '', 'utf8')) as Overrides;
  writeFileSync(file, stringify({ ...overrides, flux: { ...overrides.flux, ...flux } }));
  return { FLEET_LOCAL_OVERRIDES: file };
}
