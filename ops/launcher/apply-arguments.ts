/** The words of `terraform apply`, as its plan and its apply of the saved plan want them. */
export interface ApplyArguments {
  readonly approved: boolean;
  readonly plan: readonly string[];
  readonly apply: readonly string[];
  /** Whether a variable is given on the command line: a saved plan takes none, so the plan is made once more. */
  readonly hasVariables: boolean;
}

/** What shapes a plan, and is part of it once it is saved. */
const shapesPlan =
  /^-(var|var-file|target|replace|refresh|refresh-only|destroy|exclude|target-file|exclude-file)(=|$)/;

/** @returns undefined for the apply of a plan that was saved before */
export function readApplyArguments(
  words: readonly string[],
  fromEnvironment = '',
): ApplyArguments | undefined {
  if (words.some((word) => !word.startsWith('-'))) return undefined;
  const given = [...fromEnvironment.split(/\s+/).filter(Boolean), ...words];
  const approves = (word: string) => /^-auto-approve(=|$)/.test(word);
  const plan = given.filter((word) => !approves(word));
  return {
    approved: given.some((word) => /^-auto-approve(=true)?$/.test(word)),
    plan,
    apply: plan.filter((word) => !shapesPlan.test(word)),
    hasVariables: given.some((word) => /^-var(-file)?(=|$)/.test(word)),
  };
}
