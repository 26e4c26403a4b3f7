import type { z } from 'zod';
import type { Problem } from './errors';
import type { Fault } from './field';
import { allowedBy, jsonSchemaOf, keysOf, schemasAt, typeNames, type JsonSchema } from './json-schema';
import { nearest } from './nearest';
import { formatPath, valueAt, withValueAt, type Path } from './path';
import { typeName, type Source } from './source';

/** What the messages about values are made from. */
export interface Validated {
  readonly source: Source;
  /** The values that were validated. */
  readonly data: unknown;
  readonly schema: z.ZodType;
}

type Issue = z.core.$ZodIssue;

/** The most values to try with other punctuation: each trial validates the whole file. */
const mostTrials = 50;

/** Known problems, and those that a schema finds for other values: one problem per value is enough. */
export function problemsBeside(
  known: readonly Problem[],
  result: z.ZodSafeParseResult<unknown>,
  validated: Validated,
): readonly Problem[] {
  if (result.success) return known;
  const faulty = new Set(known.map(({ path }) => path));
  const messages = new Messages(validated);
  return [
    ...known,
    ...result.error.issues
      .flatMap((issue) => messages.problemsOf(issue))
      .filter(({ path }) => !faulty.has(path)),
  ];
}

/** Turns what zod found into messages about the file. */
class Messages {
  private readonly form: JsonSchema;
  private trials = 0;

  constructor(private readonly validated: Validated) {
    this.form = jsonSchemaOf(validated.schema);
  }

  /** One problem per issue, and one per unknown key. */
  problemsOf(issue: Issue): readonly Problem[] {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => this.unknownKey([...issue.path, key]));
    const { source, data } = this.validated;
    const path = formatPath(issue.path);
    return [
      {
        file: source.fileOf(issue.path),
        path,
        given: source.given(issue.path, data),
        allowed: allowedBy(this.schemasAt(issue.path)),
        remedy: `Change ${path}.`,
        ...this.faultOf(issue, path),
      },
    ];
  }

  private faultOf(issue: Issue, path: string): Fault {
    const value = valueAt(this.validated.data, issue.path);
    if (issue.code === 'custom') return { ...this.defaultOf(issue.path, value), ...(issue.params as Fault) };
    if (value === undefined) return { problem: 'is missing', remedy: `Add ${path}.` };
    if (value === null) return { problem: 'is empty', remedy: this.filledIn(issue.path, path) };
    if (issue.code === 'invalid_type')
      return {
        problem: `must be ${typeNames[issue.expected] ?? 'a mapping'}, not ${typeName(value)}`,
        ...this.rewritten(issue.path, value),
      };
    const allowed = allowedBy(this.schemasAt(issue.path)).split(', ');
    const similar = typeof value === 'string' ? nearest(value, allowed) : undefined;
    return {
      problem: 'is not an allowed value',
      ...(similar !== undefined && { remedy: `Did you mean ${similar}? Change ${path}.` }),
    };
  }

  /** The value as messages show it where the file has none and a default is at fault. */
  private defaultOf(path: Path, value: unknown): Partial<Fault> {
    const [{ default: fallback } = {}] = this.schemasAt(path);
    if (value !== undefined || fallback === undefined) return {};
    return { given: `${JSON.stringify(fallback)} (the default)` };
  }

  private filledIn(path: Path, name: string): string {
    const key = path.at(-1);
    const isRequired = this.schemasAt(path.slice(0, -1)).some(({ required }) =>
      required?.includes(String(key)),
    );
    if (isRequired) return `Give ${name} a value.`;
    return `Give ${name} a value, or remove the ${typeof key === 'number' ? 'item' : 'key'}.`;
  }

  private unknownKey(path: Path): Problem {
    const parent = path.slice(0, -1);
    const keys = keysOf(this.schemasAt(parent));
    const similar = nearest(String(path.at(-1)), keys);
    const name = formatPath(path);
    return {
      file: this.validated.source.fileOf(path),
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
  private rewritten(path: Path, value: unknown): Partial<Fault> {
    const { source, data } = this.validated;
    const key = path.at(-1);
    const label = typeof key === 'string' ? `${key}: ` : '';
    const given = source.given(path, data) ?? '';
    if (typeof value === 'string') {
      if (this.accepts(path, unquoted(value))) return { remedy: `Remove the quotes: ${label}${value}.` };
      if (this.accepts(path, value.split(/,\s*/))) return { remedy: `Write a list: ${label}[${value}].` };
    } else if (typeof value !== 'object' && this.accepts(path, given))
      return { remedy: `Quote it: ${label}"${given}".` };
    return {};
  }

  private accepts(path: Path, value: unknown): boolean {
    if (this.trials++ >= mostTrials) return false;
    const { schema, data } = this.validated;
    const { error } = schema.safeParse(withValueAt(data, path, value));
    return !error?.issues.some((issue) => path.every((part, index) => part === issue.path[index]));
  }

  private schemasAt(path: Path): readonly JsonSchema[] {
    return schemasAt(this.form, path, this.validated.data);
  }
}

function unquoted(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+$/.test(value) ? Number(value) : value;
}
