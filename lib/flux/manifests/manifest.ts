import type { z } from 'zod';
import { yamlVersionProblems } from './yaml-versions';
import { ConfigurationError, type Problem } from '../../validation/errors';
import { latePlaceholder } from '../late-variables';
import type { LateName } from '../variable-names';
import { factNames, type KnownVariables } from '../variables';
import { nearest } from '../../validation/nearest';
import { formatPath } from '../../validation/path';
import { problemsBeside } from '../../validation/problems';
import { reservedTextProblems } from '../../validation/reserved-text';
import { readSource, type Source } from '../../validation/source';
import { substituteVariables, type Unresolved } from '../../validation/substitution';

/** A file of the repository that Flux reconciles. */
export interface ManifestFile {
  /** As messages name it: `gitops/clusters/dev/flux-system/flux-instance.yaml`. */
  readonly file: string;
  readonly text: string;
}

export interface ParseManifestProps<Schema extends z.ZodType> extends ManifestFile {
  readonly schema: Schema;
  /** What `${NAME}` may stand for. */
  readonly variables: KnownVariables;
  /** Names whose values are known later: a placeholder stands for each. */
  readonly lateNames: readonly LateName[];
  /** What messages call the document, in a file of several. @default nothing */
  readonly document?: string;
}

/**
 * Turns a manifest's text into what its schema makes of it: YAML, then `${NAME}`, then validation.
 *
 * @throws ConfigurationError with everything that is wrong
 */
export function parseManifest<Schema extends z.ZodType>(props: ParseManifestProps<Schema>): z.output<Schema> {
  const { file, schema, variables, lateNames, document } = props;
  const source = readManifest(props, document ?? 'FluxInstance');

  const unresolved: Unresolved[] = [];
  const late = Object.fromEntries(lateNames.map((name) => [name, latePlaceholder(name)]));
  const all = { ...variables, ...late };
  const data = substituteVariables(source.data, all, unresolved);
  const known = [
    ...unresolved.map((reference) =>
      unresolvedProblem(reference, Object.keys(all), { file, source, data: source.data }),
    ),
    ...reservedTextProblems(source.data, source),
    ...yamlVersionProblems(props.text, source),
  ];
  const result = schema.safeParse(data);
  const problems = problemsBeside(known, result, { source, data, schema });
  if (!result.success || problems.length > 0)
    throw new ConfigurationError(
      problems.map((problem) => ({
        ...problem,
        path: document ? `${document} ${problem.path}` : problem.path,
        given: problem.given?.replaceAll('\\u0000${', '${'),
      })),
    );
  return result.data;
}

/**
 * A manifest as data.
 *
 * @param kind what it should be, for the message about one that is empty
 * @throws ConfigurationError when it isn't one mapping
 */
export function readManifest({ file, text }: ManifestFile, kind: string): Source {
  const source = readSource(text, file, 'Copy the file of another cluster.', `kind: ${kind}`);
  if (!('data' in source)) throw new ConfigurationError(source);
  return source;
}

/** The documents of a file, each as a file of its own in which every line has kept its number. */
export function documentsOf({ file, text }: ManifestFile): readonly ManifestFile[] {
  const lines = text.split('\n');
  const ends = [...lines.flatMap((line, index) => (/^---(\s|$)/.test(line) ? [index] : [])), lines.length];
  return ends
    .map((end, index) => ({ begin: index === 0 ? 0 : ends[index - 1]! + 1, end }))
    .filter(({ begin, end }) => lines.slice(begin, end).some((line) => /^\s*[^\s#]/.test(line)))
    .map(({ begin, end }) => ({
      file,
      text: lines.map((line, index) => (index >= begin && index < end ? line : '')).join('\n'),
    }));
}

function unresolvedProblem(
  { path, variable }: Unresolved,
  names: readonly string[],
  { file, source, data }: { readonly file: string; readonly source: Source; readonly data: unknown },
): Problem {
  const subject = { file, path: formatPath(path), given: source.given(path, data) };
  if (variable === undefined)
    return {
      ...subject,
      problem: 'contains ${ without the name of a variable',
      allowed: '${NAME} with letters, digits and _, or $${ for a literal ${',
      remedy: `Change ${subject.path}.`,
    };
  if ((factNames as readonly string[]).includes(variable) && !names.includes(variable))
    return {
      ...subject,
      problem: `has the variable ${variable}, which the stack of this file does not know`,
      allowed: [...names].sort().join(', '),
      remedy: 'Write the value.',
    };
  const similar = nearest(variable, names);
  return {
    ...subject,
    problem: `has the unknown variable ${variable}`,
    allowed: [...names].sort().join(', '),
    remedy:
      similar === undefined
        ? `Add ${variable} to flux.variables of the fleet file, or write the value.`
        : `Did you mean ${similar}? Change ${subject.path}.`,
  };
}
