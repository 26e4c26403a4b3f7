/** One value that is given to Terraform in the environment, as `TF_VAR_<variable>`, and kept by nobody but the cluster. */
export interface SecretValue {
  /** The key in the Secret. */
  readonly key: string;
  /** The Terraform variable. */
  readonly variable: string;
  /** What it is, for messages: `the token of the Git repository`. */
  readonly description: string;
  /** What it looks like: a regular expression of Terraform (RE2), and what it allows in words. */
  readonly form: { readonly expression: string; readonly allowed: string };
}

/** A Secret of Flux as the fleet file describes it: all of its content but for the secret value. */
export interface FluxSecret {
  readonly name: string;
  /** What is not secret of it, by key. */
  readonly plain: Readonly<Record<string, string>>;
  /** @default nothing in it is secret */
  readonly secret?: SecretValue;
}
