import { maskUrls } from '../../lib/validation/mask-urls.js';

/** A failure that the user can act on: shown as one line without a stack trace, and without what is secret in URLs. */
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
    super(maskUrls(`${what} ${remedy}`));
  }
}
