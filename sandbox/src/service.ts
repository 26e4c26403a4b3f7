/** A part of the sandbox that can be started once and stopped once. */
export interface Service {
  /** Shown in the table and in error messages. */
  readonly name: string;
  /** Resolves when the part serves; rejects with a SandboxError that says what to do. */
  start(): Promise<void>;
  /** Resolves when nothing of the part is left running. Safe to call twice, and before `start`. */
  stop(): Promise<void>;
}
