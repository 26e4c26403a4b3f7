/** A command was called, or its surroundings are, in a way that it can't work with. Its message is all that the user needs. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
