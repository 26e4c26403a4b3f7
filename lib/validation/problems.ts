import type { z } from 'zod';
import type { Problem } from './errors';
import { acceptsAt, allowedAt, keysAt } from './describe';
import type { FaultParams } from './field';
import { nearest } from './nearest';
import { formatPath, valueAt, type Path } from './path';
import { typeName, type Source } from './source';

/** What the messages about values are made from. */
export interface Validated {
  readonly source: Source;
  /** The values that were validated. */
  readonly data: unknown;
  readonly schema: z.core.$ZodType;
}

type Issue = z.core.$ZodIssue;
type Words = Pick<Problem, 'problem'> & Partial<Pick<Problem, 'given' | 'allowed' | 'remedy'>>;

/** Says what zod found in the words of the file: one problem an issue, one for each unknown key. */
function problemsOf(issues: readonly Issue[], validated: Validated): readonly Problem[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => unknownKey([...issue.path, key], validated))
      : [problemOf(issue, validated)],
  );
}

/** Problems that are known already, and what zod found elsewhere: of one value the first one says enough. */
export function problemsBeside(
  known: readonly Problem[],
  result: z.ZodSafeParseResult<unknown>,
  validated: Validated,
): readonly Problem[] {
  const faulty = new Set(known.map(({ path }) => path));
  const found = result.success ? [] : problemsOf(result.error.issues, validated);
  return [...known, ...found.filter(({ path }) => !faulty.has(path))];
}

function problemOf(issue: Issue, validated: Validated): Problem {
  const { source, data, schema } = validated;
  const path = formatPath(issue.path);
  return {
    file: source.fileOf(issue.path),
    path,
    given: source.given(issue.path, data),
    allowed: allowedAt(schema, issue.path, data),
    remedy: `Change ${path}.`,
    ...definedOnly(words(issue, path, validated)),
  };
}

function words(issue: Issue, path: string, { source, data, schema }: Validated): Words {
  const value = valueAt(data, issue.path);
  if (issue.code === 'custom') {
    const { value: used, ...params }: FaultParams = issue.params ?? {};
    const fallback =
      value === undefined && used !== undefined ? `${JSON.stringify(used)} (the default)` : undefined;
    return { problem: issue.message, given: fallback, ...definedOnly(params) };
  }
  if (value === undefined) return { problem: 'is missing', remedy: `Add ${path}.` };
  if (value === null) return { problem: 'is empty', remedy: `Give ${path} a value, or remove the key.` };
  const allowed = allowedAt(schema, issue.path, data);
  if (issue.code === 'invalid_type')
    return {
      problem: `is ${typeName(value)}, not ${expectedName(issue.expected)}`,
      remedy: rewritten(issue.path, value, source.given(issue.path, data) ?? '', (candidate) =>
        acceptsAt(schema, issue.path, data, candidate),
      ),
    };
  const similar = typeof value === 'string' ? nearest(value, allowed.split(', ')) : undefined;
  return {
    problem: 'is not an allowed value',
    remedy: similar === undefined ? undefined : `Did you mean ${similar}? Change ${path}.`,
  };
}

function unknownKey(path: Path, { source, data, schema }: Validated): Problem {
  const parent = path.slice(0, -1);
  const keys = keysAt(schema, parent, data);
  const similar = nearest(String(path.at(-1)), keys);
  const name = formatPath(path);
  return {
    file: source.fileOf(path),
    path: name,
    problem: 'is not a known key',
    allowed: keys.join(', '),
    remedy:
      similar === undefined
        ? `Remove ${name}.`
        : `Did you mean ${formatPath([...parent, similar])}? Rename or remove ${name}.`,
  };
}

/** The remedy for a value that would be valid with other punctuation. */
function rewritten(path: Path, value: unknown, given: string, accepts: (value: unknown) => boolean) {
  const key = path.at(-1);
  const label = typeof key === 'string' ? `${key}: ` : '';
  if (typeof value === 'object') return undefined;
  if (typeof value !== 'string') return accepts(given) ? `Quote it: ${label}"${given}".` : undefined;
  if (accepts(unquoted(value))) return `Remove the quotes: ${label}${value}.`;
  return accepts(value.split(/,\s*/)) ? `Write a list: ${label}[${value}].` : undefined;
}

function unquoted(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+$/.test(value) ? Number(value) : value;
}

const EXPECTED_NAMES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
};

function expectedName(expected: string): string {
  return EXPECTED_NAMES[expected] ?? 'a mapping';
}

/** Without the keys that have no value, which would hide those of another object in a spread. */
function definedOnly<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
