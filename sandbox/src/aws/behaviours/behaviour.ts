import type { Call } from '../models/call.js';

/** A request that AWS's models allow. */
export interface ServiceCall extends Pick<Call, 'operation' | 'input'> {
  /** As the signature names it, `eks`. */
  readonly service: string;
}

/** Something that AWS does and no model of it says. */
export interface Behaviour {
  /** @throws AwsError for a call that AWS refuses */
  before?(call: ServiceCall): Promise<void> | void;
  /** What AWS does once a call has succeeded. */
  after?(call: ServiceCall): Promise<void> | void;
}
