import type { Context } from './context';
import { resolved, type Rule } from './field';
import { reservedTextFault } from './reserved-text';

/** A file of the checkout that the fleet file names. It is public: what is secret is no part of a checkout. */
export interface CheckedInFile {
  /** Relative to the checkout. */
  readonly path: string;
  readonly text: string;
}

/** Whether a relative path stays inside the folder that it begins in. */
export function isInside(path: string): boolean {
  return /^[^/\\]/.test(path) && !path.split('/').includes('..');
}

/**
 * The name of a checked-in file, in whose place its text is given too.
 *
 * @param what the file is, for example `certificates in PEM form`
 * @param example the name of such a file
 * @param rule says what is wrong with the text
 */
export function checkedInFile({ checkedInText }: Context, what: string, example: string, rule: Rule<string>) {
  const allowed = `a file of the checkout with ${what}, for example ${example}`;
  return resolved<CheckedInFile>(allowed, (path) => {
    if (!isInside(path)) return { problem: 'is not a file inside the checkout' };
    const text = checkedInText(path);
    if (text === undefined) return { problem: 'cannot be read', remedy: `Make the file ${path}.` };
    if (typeof text === 'object') return text;
    return reservedTextFault(text) ?? rule(text) ?? { resolved: { path, text } };
  });
}
