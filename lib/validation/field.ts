import * as z from 'zod';
import type { Problem } from './errors';
import type { KeyIn, Path, PathIn } from './path';

// A schema reads one file in a run: to compile a parser for it takes longer than the parser saves.
z.config({ jitless: true });

/**
 * What a rule finds wrong with a value: the parts of a problem that do not follow from where the value is.
 *
 * `given` is as the file has it by default, `allowed` what the key's description says, and `remedy` "Change <key>.".
 */
export interface Fault<At = Path>
  extends Pick<Problem, 'problem'>, Partial<Pick<Problem, 'given' | 'allowed' | 'remedy'>> {
  /** The key at fault, relative to the value that the rule was given. @default - the value itself */
  readonly at?: At;
}

/** Says what is wrong with a value, if anything. */
export type Rule<T> = (value: T) => Fault | undefined;

/** Everything that is wrong with a value of a type, at keys that the type has. */
export type Faults<T> = readonly Fault<PathIn<T>>[];

/** A schema whose values must keep rules too. */
export function ruled<Schema extends z.ZodType>(
  schema: Schema,
  rules: (value: z.output<Schema>) => readonly Fault[],
): Schema {
  return schema.superRefine((value, context) => report(context, rules(value)));
}

/**
 * Text of a certain form.
 *
 * @param allowed completes "Allowed: " in every message about the key
 * @param rules the first that finds a fault is the one reported
 */
export function text(allowed: string, ...rules: readonly Rule<string>[]) {
  return ruled(z.string(), (value) => firstFault(value, rules)).describe(allowed);
}

/** Text that a pattern covers entirely. */
export function pattern(allowed: string, expression: RegExp, problem: string) {
  return text(allowed, (value) => (expression.test(value) ? undefined : { problem }));
}

/** A whole number between two bounds, both included. */
export function wholeNumber(minimum: number, maximum: number) {
  return ruled(z.number(), (value) => {
    if (!Number.isInteger(value)) return [{ problem: 'is not a whole number' }];
    if (value < minimum) return [{ problem: 'is too small' }];
    return value > maximum ? [{ problem: 'is too large' }] : [];
  }).describe(`a whole number from ${minimum} to ${maximum}`);
}

/** A list without duplicates. */
export function uniqueList<Item extends z.ZodType<string>>(
  item: Item,
  allowed: string,
  ...rules: readonly Rule<readonly string[]>[]
) {
  return ruled(z.array(item), (items) => [
    ...firstFault(items, rules),
    ...duplicateFaults(items).map(({ index, ...fault }) => ({ at: [index], ...fault })),
  ]).describe(allowed);
}

/** The items of a list that it has already, by their index. */
export function duplicateFaults(items: readonly string[]) {
  return items.flatMap((value, index) =>
    items.indexOf(value) === index
      ? []
      : [
          {
            index,
            problem: 'is listed twice',
            allowed: 'each value once',
            remedy: 'Remove one of the two.',
          },
        ],
  );
}

/** Text under keys of the user's choice. */
export function textMap(allowed: string, rule: (key: string, value: string) => Fault | undefined) {
  const faults = (entries: Readonly<Record<string, unknown>>) =>
    Object.entries(entries).flatMap(([key, value]) => {
      const fault = typeof value === 'string' ? rule(key, value) : undefined;
      return fault === undefined ? [] : [{ at: [key], ...fault }];
    });
  return z
    .record(z.string(), z.string().describe(allowed))
    .superRefine((entries, context) => report(context, faults(entries)), {
      // Also if some entries aren't text, so that one run reports everything.
      when: ({ value }) => typeof value === 'object' && value !== null,
    })
    .describe(allowed);
}

/**
 * A value that can be written in a shorter form.
 *
 * @param expand gives the value in full, or what is wrong with the short form; it gets whatever the file has
 */
export function shorthand<Schema extends z.ZodType>(
  schema: Schema,
  expand: (value: unknown) => { readonly full: unknown } | Fault,
) {
  return z.preprocess((value, context) => {
    const result = expand(value);
    if ('full' in result) return result.full;
    report(context, [result]);
    return z.NEVER;
  }, schema);
}

/**
 * Text that names something, which takes its place.
 *
 * @param allowed completes "Allowed: " in every message about the key
 * @param resolve gives what is named, or what is wrong with the name or with what it names
 */
export function resolved<T>(allowed: string, resolve: (value: string) => { readonly resolved: T } | Fault) {
  return z
    .string()
    .transform((value, context): T => {
      const result = resolve(value);
      if ('resolved' in result) return result.resolved;
      report(context, [result]);
      return z.NEVER;
    })
    .describe(allowed);
}

/**
 * A mapping with rules between its keys. A rule runs if the keys that it reads are valid, whatever else is wrong in the file, so
 * that one run reports everything.
 *
 * @param reads the keys that the rules read, dotted
 */
export function withRulesBetween<Mapping extends z.ZodObject>(
  mapping: Mapping,
  reads: readonly KeyIn<z.output<Mapping>>[],
  rules: (value: z.output<Mapping>) => Faults<z.output<Mapping>>,
): Mapping {
  const keys = reads.map((key) => key.split('.'));
  return mapping.superRefine((value, context) => report(context, rules(value)), {
    when: ({ issues }) => !issues.some((issue) => keys.some((key) => touches(issue, key))),
  });
}

function touches(issue: z.core.$ZodRawIssue, key: readonly string[]): boolean {
  if (issue.code === 'unrecognized_keys') return false;
  return (issue.path ?? []).slice(0, key.length).every((part, index) => part === key[index]);
}

function firstFault<T>(value: T, rules: readonly Rule<T>[]): readonly Fault[] {
  for (const rule of rules) {
    const fault = rule(value);
    if (fault) return [fault];
  }
  return [];
}

function report(context: z.core.$RefinementCtx, faults: readonly Fault[]): void {
  for (const { at = [], ...params } of faults)
    context.addIssue({ code: 'custom', message: params.problem, path: [...at], params });
}
