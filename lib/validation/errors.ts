import { maskUrls } from './mask-urls';

/** One thing wrong with the configuration, as the parts of its message. */
export interface Problem {
  /** The file that it is in, relative to the checkout: `fleet/dev.yaml`. */
  readonly file: string;
  /** The key, `network.peers[0].cidr`, or the place in the text, `line 3, column 5`. */
  readonly path: string;
  /** The value as the file has it. Absent if there is none. */
  readonly given?: string;
  /** What is wrong with it: `is not an IPv4 CIDR`. */
  readonly problem: string;
  /** What is allowed instead. */
  readonly allowed: string;
  /** What to do, as a whole sentence. */
  readonly remedy: string;
}

/** The configuration can't be used. Holds everything that is wrong with it, not only the first problem. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  /** Without what is secret in URLs. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const shown = problems.map(withMaskedUrls);
    super(shown.map(formatProblem).join('\n'));
    this.problems = shown;
  }

  /** One line per problem, in the order of the file's keys: file, key, value, what is allowed, what to do. */
  format(): string {
    return this.message;
  }
}

/**
 * Runs several actions, each of which may find something wrong with the configuration, and gives their results.
 *
 * @throws ConfigurationError with everything they found
 */
export function collectProblems<Results extends readonly unknown[]>(
  ...actions: { [Index in keyof Results]: () => Results[Index] }
): Results {
  const problems: Problem[] = [];
  const results = actions.map((action) => {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
  return results as unknown as Results;
}

function withMaskedUrls(problem: Problem): Problem {
  const parts = Object.entries(problem) as readonly [keyof Problem, string | undefined][];
  const masked = parts.map(([part, text]) => [part, text === undefined ? text : maskUrls(text)]);
  return { ...problem, ...(Object.fromEntries(masked) as Partial<Problem>) };
}

function formatProblem({ file, path, given, problem, allowed, remedy }: Problem): string {
  const subject = given === undefined ? path : `${path}: ${given}`;
  return `${file}: ${subject} ${problem}. Allowed: ${allowed}. ${remedy}`;
}
