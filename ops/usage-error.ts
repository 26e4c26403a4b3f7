/** The way a command was called, or its environment, keeps it from working. The message is all that the user needs. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
