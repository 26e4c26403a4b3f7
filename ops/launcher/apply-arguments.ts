/** The words of `terraform apply`, as its plan and its apply of the saved plan want them. */
export interface ApplyArguments {
  readonly approved: boolean;
  readonly plan: readonly string[];
  readonly apply: readonly string[];
  /** Whether a variable is given on the command line: a saved plan takes none, so the plan is made once more. */
  readonly hasVariables: boolean;
  /** The file of a plan that was saved before. @default - the plan is made now */
  readonly savedPlan?: string;
}

/** What shapes a plan, and is part of it once it is saved. */
const shapesPlan =
  /^-(var|var-file|target|replace|refresh|refresh-only|destroy|exclude|target-file|exclude-file)(=|$)/;

/** Options whose value may be the next word (https://developer.hashicorp.com/terraform/cli/commands/apply). */
const takesValue =
  /^--?(var|var-file|target|replace|exclude|target-file|exclude-file|lock-timeout|parallelism|state|state-out|backup)$/;

export function readApplyArguments(words: readonly string[], fromEnvironment = ''): ApplyArguments {
  const given = [...joined(fromEnvironment.split(/\s+/).filter(Boolean)), ...joined(words)];
  const approves = (word: string) => /^-auto-approve(=|$)/.test(word);
  const plan = given.filter((word) => !approves(word));
  return {
    approved: given.some((word) => /^-auto-approve(=true)?$/.test(word)),
    plan,
    apply: plan.filter((word) => !shapesPlan.test(word)),
    hasVariables: given.some((word) => /^-var(-file)?(=|$)/.test(word)),
    savedPlan: plan.find((word) => !word.startsWith('-')),
  };
}

/** Every option as one word, with one hyphen. */
function joined(words: readonly string[]): readonly string[] {
  const all: string[] = [];
  for (const word of words) {
    const last = all.at(-1);
    if (last !== undefined && takesValue.test(last)) all[all.length - 1] = `${last}=${word}`;
    else all.push(word.replace(/^--(?=[a-z])/, '-'));
  }
  return all;
}
