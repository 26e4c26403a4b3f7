/** What a request asks of a service. */
export interface Call {
  readonly operation: string;
  /** The parameters by their names in the model, as far as the model knows them. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Parameters that the model does not know, as they were sent. */
  readonly unknown: readonly string[];
}
