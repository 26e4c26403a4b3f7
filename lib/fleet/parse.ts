import { ConfigurationError, type Problem } from '../validation/errors';
import type { Context } from '../validation/context';
import { jsonSchemaOf } from '../validation/json-schema';
import { mergeSources } from '../validation/merge-sources';
import { formatPath, valueAt } from '../validation/path';
import { problemsBeside } from '../validation/problems';
import { removalProblems } from './removals';
import { fleetSchema, type FleetConfig } from './schema';
import { reservedTextProblems } from '../validation/reserved-text';
import { readSource, type Source } from '../validation/source';
import { substitute, type Unresolved } from '../validation/substitution';

export interface ParseFleetProps {
  /** The file, as messages name it: `fleet/dev.yaml`. */
  readonly file: string;
  /** The name that the fleet must have. */
  readonly environment: string;
  /** The file's text. */
  readonly text: string;
  /** Files whose values are laid over those of the fleet file, one after the other. @default none */
  readonly overrides?: readonly Overrides[];
  /** The variables that the files may refer to, besides FLEET, which is always the fleet's name. */
  readonly env: NodeJS.ProcessEnv;
  /** The text of a file of the checkout, which the fleet file names. @default there are no such files */
  readonly checkedInText?: Context['checkedInText'];
}

/** A file with keys of a fleet file. */
export interface Overrides {
  readonly file: string;
  readonly text: string;
  /** The variable of the environment that names the file. */
  readonly variable: string;
}

/**
 * Turns a fleet file's text into its configuration: YAML, then the overrides, then `${NAME}`, then validation.
 *
 * @throws ConfigurationError with everything that is wrong
 */
export function parseFleet({
  file,
  environment,
  text,
  overrides = [],
  env,
  checkedInText = () => undefined,
}: ParseFleetProps): FleetConfig {
  const [fleet, ...laidOver] = readSources([
    readSource(text, file),
    ...overrides.map(({ file, text, variable }) =>
      readSource(text, file, `Write the keys to override, or unset ${variable}.`),
    ),
  ]);
  const source = laidOver.reduce(mergeSources, fleet);

  const unresolved: Unresolved[] = [];
  const data = substitute(source.data, { ...env, FLEET: environment }, unresolved);
  const region = valueAt(data, ['aws', 'region']);
  const schema = fleetSchema({
    environment,
    region: typeof region === 'string' ? region : '',
    checkedInText,
  });
  const result = schema.safeParse(data);

  const known = [
    ...unresolved.map((reference) => unresolvedProblem(reference, source, data)),
    ...reservedTextProblems(data, source),
    ...laidOver.flatMap((one, index) =>
      removalProblems(one, laidOver.slice(0, index).reduce(mergeSources, fleet), jsonSchemaOf(schema)),
    ),
  ];
  const problems = problemsBeside(known, result, { source, data, schema });
  if (!result.success || problems.length > 0) throw new ConfigurationError(problems);
  return result.data;
}

function readSources(
  all: readonly [Source | readonly Problem[], ...(Source | readonly Problem[])[]],
): readonly [Source, ...Source[]] {
  const problems = all.flatMap((one) => (isSource(one) ? [] : one));
  if (!all.every(isSource)) throw new ConfigurationError(problems);
  return all as readonly [Source, ...Source[]];
}

function isSource(source: Source | readonly Problem[]): source is Source {
  return 'data' in source;
}

function unresolvedProblem({ path, variable }: Unresolved, source: Source, data: unknown): Problem {
  const subject = { file: source.fileOf(path), path: formatPath(path), given: source.given(path, data) };
  if (variable === undefined)
    return {
      ...subject,
      problem: 'contains ${ without the name of an environment variable',
      allowed: '${NAME} with letters, digits and _, or $${ for a literal ${',
      remedy: `Change ${subject.path}.`,
    };
  return {
    ...subject,
    problem: `needs the environment variable ${variable}, which is not set or is empty`,
    allowed: 'a variable with a value',
    remedy: `Set ${variable}, or write the value into the file.`,
  };
}
