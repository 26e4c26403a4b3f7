/** How a plan ended: with a saved plan, or with the exit code of a failure. */
export type Planned = 'changes' | 'no changes' | { readonly code: number };

/** How the launcher plans. */
export interface Planning {
  readonly plan: () => Promise<Planned>;
  /** The plan that was made last, as JSON. */
  readonly show: () => string;
}

/** Makes a plan that finishes what an earlier run left half done. */
export async function recover({ plan }: Planning): Promise<Planned> {
  return await plan();
}
