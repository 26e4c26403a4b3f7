/** A failure that the user can act on: shown as one line without a stack trace. */
export class SandboxError extends Error {
  override readonly name = 'SandboxError';

  /**
   * @param what what is wrong, with the value that was met and what is allowed
   * @param remedy what to do next
   */
  constructor(
    readonly what: string,
    readonly remedy: string,
  ) {
    super(`${what} ${remedy}`);
  }
}
