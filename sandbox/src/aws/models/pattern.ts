import { RE2JS } from 're2js';

type Matcher = (text: string) => boolean;

const compiled = new Map<string, Matcher | undefined>();

/**
 * Whether a whole text matches a pattern of a service model. AWS's patterns are Java's and cover the whole text, whether or not they
 * say so.
 *
 * @returns undefined for a pattern that can't be tested here
 */
export function matches(pattern: string, text: string): boolean | undefined {
  if (!compiled.has(pattern)) compiled.set(pattern, compile(pattern));
  return compiled.get(pattern)?.(text);
}

function compile(pattern: string): Matcher | undefined {
  for (const make of [asUnicode, asPlain, asRe2]) {
    try {
      return make(pattern);
    } catch {
      continue;
    }
  }
  return undefined;
}

const asUnicode = (pattern: string): Matcher => tested(new RegExp(`^(?:${pattern})$`, 'u'));
const asPlain = (pattern: string): Matcher => {
  // Without the flag `u`, `\p{L}` would be read as the letter p.
  if (pattern.includes('\\p{')) throw new SyntaxError(pattern);
  return tested(new RegExp(`^(?:${pattern})$`));
};
const asRe2 = (pattern: string): Matcher => {
  const expression = RE2JS.compile(pattern);
  return (text) => expression.matches(text);
};

function tested(expression: RegExp): Matcher {
  return (text) => expression.test(text);
}
