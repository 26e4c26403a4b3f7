import * as z from 'zod';
import { valueAt } from './path';

// A schema reads one file in a run: to compile a parser for it takes longer than the parser saves.
z.config({ jitless: true });

/** What a rule finds wrong with a value. */
export interface Fault {
  /** Completes a sentence that begins with the value: `is not an IPv4 CIDR`. */
  readonly problem: string;
  /** The key at fault, relative to the value that the rule was given. Default: the value itself. */
  readonly at?: readonly (string | number)[];
  /** The value as messages show it. Default: as the file has it. */
  readonly given?: string;
  /** Default: what the key's description allows. */
  readonly allowed?: string;
  /** A whole sentence. Default: "Change <key>.". */
  readonly remedy?: string;
}

/** Says what is wrong with a value, if anything is. */
export type Rule<T> = (value: T) => Fault | undefined;

/**
 * Text of a certain form.
 *
 * @param allowed completes "Allowed: " in every message about the key
 * @param rule the first rule that finds a fault is the one reported
 */
export function text(allowed: string, ...rules: readonly Rule<string>[]) {
  return z
    .string()
    .superRefine((value, context) => report(context, firstFault(value, rules)))
    .describe(allowed);
}

/** Text that a pattern covers entirely. */
export function pattern(allowed: string, expression: RegExp, problem: string) {
  return text(allowed, (value) => (expression.test(value) ? undefined : { problem }));
}

/** A whole number between two bounds, both included. */
export function wholeNumber(minimum: number, maximum: number) {
  return z
    .number()
    .superRefine((value, context) => {
      if (!Number.isInteger(value)) report(context, { problem: 'is not a whole number' });
      else if (value < minimum) report(context, { problem: 'is too small' });
      else if (value > maximum) report(context, { problem: 'is too large' });
    })
    .describe(`a whole number from ${minimum} to ${maximum}`);
}

/** A list without duplicates. */
export function uniqueList<Item extends z.ZodType<string>>(
  item: Item,
  allowed: string,
  ...rules: readonly Rule<readonly string[]>[]
) {
  return z
    .array(item)
    .superRefine((items, context) => {
      report(context, firstFault(items, rules));
      items.forEach((value, index) => {
        if (items.indexOf(value) !== index)
          report(context, {
            at: [index],
            problem: 'is there twice',
            allowed: 'each value once',
            remedy: 'Remove one of the two.',
          });
      });
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
  const preprocessed = z.preprocess((value, context) => {
    const result = expand(value);
    if ('full' in result) return result.full;
    report(context, result);
    return z.NEVER;
  }, schema);
  return schema.description === undefined ? preprocessed : preprocessed.describe(schema.description);
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
      report(context, result);
      return z.NEVER;
    })
    .describe(allowed);
}

/** Text under keys of the user's choice. */
export function textMap(allowed: string, rule: (key: string, value: string) => Fault | undefined) {
  return z
    .record(z.string(), z.string().describe(allowed))
    .superRefine((entries, context) => {
      for (const [key, value] of Object.entries(entries)) {
        const fault = rule(key, value);
        if (fault) report(context, { at: [key], ...fault });
      }
    })
    .describe(allowed);
}

/**
 * Adds a rule between keys of a mapping. It runs when the keys that it reads are sound themselves, whatever else
 * is wrong in the file, so that one run reports everything.
 *
 * @param reads the keys that the rule reads, dotted
 */
export function between<Shape extends z.ZodRawShape, Config extends z.core.$ZodObjectConfig>(
  mapping: z.ZodObject<Shape, Config>,
  reads: readonly string[],
  rule: (value: z.output<z.ZodObject<Shape, Config>>) => readonly Fault[],
) {
  return mapping.superRefine(
    (value, context) =>
      rule(value).forEach((fault) => report(context, fault, valueAt(value, fault.at ?? []))),
    { when: ({ issues }) => !issues.some((issue) => reads.some((key) => touches(issue, key.split('.')))) },
  );
}

function touches(issue: z.core.$ZodRawIssue, key: readonly string[]): boolean {
  if (issue.code === 'unrecognized_keys') return false;
  return (issue.path ?? []).slice(0, key.length).every((part, index) => part === key[index]);
}

function firstFault<T>(value: T, rules: readonly Rule<T>[]): Fault | undefined {
  for (const rule of rules) {
    const fault = rule(value);
    if (fault) return fault;
  }
  return undefined;
}

/** What an issue carries beside its message. */
export type FaultParams = Pick<Fault, 'given' | 'allowed' | 'remedy'> & {
  /** The value at fault, which is a default when the file has none there. */
  readonly value?: unknown;
};

function report(context: z.core.$RefinementCtx, fault: Fault | undefined, value?: unknown): void {
  if (!fault) return;
  const { problem, at = [], given, allowed, remedy } = fault;
  const params: FaultParams = { given, allowed, remedy, value };
  context.addIssue({ code: 'custom', message: problem, path: [...at], params });
}
