/** Where a state is kept. */
export interface StateStore {
  readonly kind: 'local' | 's3';
  /** The state's text. @returns undefined where there is none */
  read(): Promise<string | undefined>;
  /** What was written down of the lock that is held. @returns undefined where none is held */
  readLock(): Promise<string | undefined>;
}
