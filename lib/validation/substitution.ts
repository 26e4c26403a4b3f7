import type { Path } from './path';

/** A reference in a string that could not be replaced. */
export interface Unresolved {
  readonly path: Path;
  /** Name of the variable; undefined when the reference itself is malformed. */
  readonly variable: string | undefined;
}

const variableReference = /(\$?)\$\{(?:([A-Za-z_][A-Za-z0-9_]*)\})?/g;

/**
 * Replaces `${NAME}` in every string by the environment variable NAME, for values that differ from machine to
 * machine; never for secrets, since values end up in plans and state. `$${NAME}` stays as `${NAME}`.
 *
 * @param unresolved collects the references to variables that are not set or empty, and malformed ones
 */
export function substitute(data: unknown, env: NodeJS.ProcessEnv, unresolved: Unresolved[]): unknown {
  return mapStrings(data, (text, path) =>
    text.replace(variableReference, (reference: string, escape: string, variable: string | undefined) => {
      if (escape) return reference.slice(1);
      const value = variable !== undefined && Object.hasOwn(env, variable) ? env[variable] : undefined;
      if (value) return value;
      unresolved.push({ path, variable });
      return reference;
    }),
  );
}

/**
 * Replaces `${NAME}` in every string of a manifest by the variable NAME, which may be empty, as Flux does: `$${NAME}`
 * stays as `${NAME}`.
 *
 * @param unresolved collects the references to unknown variables, and malformed ones
 */
export function substituteVariables(
  data: unknown,
  variables: Readonly<Record<string, string>>,
  unresolved: Unresolved[],
): unknown {
  return mapStrings(data, (text, path) =>
    text.replace(variableReference, (reference: string, escape: string, variable: string | undefined) => {
      if (escape) return reference.slice(1);
      if (variable !== undefined && Object.hasOwn(variables, variable)) return variables[variable]!;
      unresolved.push({ path, variable });
      return reference;
    }),
  );
}

/** The data with every string in it, whether in a list or a mapping, replaced by what `change` makes of it. */
export function mapStrings(
  data: unknown,
  change: (text: string, path: Path) => string,
  path: Path = [],
): unknown {
  if (typeof data === 'string') return change(data, path);
  if (Array.isArray(data)) return data.map((item, index) => mapStrings(item, change, [...path, index]));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, mapStrings(value, change, [...path, key])]),
  );
}
