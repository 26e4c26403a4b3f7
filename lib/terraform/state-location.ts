import type { StackName } from './contracts';
import type { StateSettings } from './state';

/** Where the Terraform state of a fleet is kept. */
export type StateLocation = LocalStateLocation | S3StateLocation;

/** A folder on this machine, for one person or a machine that lasts. */
export interface LocalStateLocation {
  readonly kind: 'local';
  /** The folder, relative to the one in which Terraform runs a stack, so that the synthesized JSON names no machine. */
  readonly folder: string;
}

/** A bucket, for a team. Locks are objects beside the state (`use_lockfile`), so the role needs `s3:DeleteObject`. */
export interface S3StateLocation {
  readonly kind: 's3';
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  /** The key that encrypts the state. @default - the bucket's own encryption */
  readonly kmsKeyId?: string;
}

/** The state file of a stack in a local location. */
export function statePath(location: StateLocation, stack: StackName): string {
  if (location.kind !== 'local') throw new TypeError(`The state of ${stack} is kept in S3 and has no path`);
  return `${location.folder}/${stack}.tfstate`;
}

/** The object of a stack's state in a bucket. */
export function stateKey(location: S3StateLocation, stack: StackName): string {
  return `${location.prefix}/${stack}.tfstate`;
}

/**
 * Resolves the configured place of a fleet's state.
 *
 * @param checkout the checkout, relative to the folder in which Terraform runs a stack
 */
export function stateLocation(state: StateSettings, checkout: string): StateLocation {
  return state.kind === 'local' ? { kind: 'local', folder: `${checkout}/${state.folder}` } : state;
}
