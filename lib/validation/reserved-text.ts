import type { Problem } from './errors';
import { formatPath, type Path } from './path';
import type { Source } from './source';

/** What cdktf 0.21 writes in place of a value that it learns later; cdktf would replace such text from a file too. */
const tokenOfText = /[$#&]\{TfToken\[/;
const numberLike = /[-|\d.+]+e[-|\d.eE+]+/g;

/** Numbers that stand for a value are about -1.9e289 (`createTokenDouble` of cdktf). */
const tokenOfNumber = { below: -1e285, above: -1e292 };

/** What is wrong with text that means something else to the app itself, if it is such text. */
export function reservedTextFault(text: string): Pick<Problem, 'problem' | 'allowed'> | undefined {
  if (text.includes('\0')) return { problem: 'contains the character NUL', allowed: 'text without NUL' };
  if (!tokenOfText.test(text) && !(text.match(numberLike) ?? []).some(isTokenOfNumber)) return undefined;
  return {
    problem: 'contains text that cdktf would read as one of its references',
    allowed: 'text without ${TfToken[ or a number about -1.9e289',
  };
}

function isTokenOfNumber(text: string): boolean {
  const value = parseFloat(text);
  return value < tokenOfNumber.below && value > tokenOfNumber.above;
}

/** The problems of all texts of a file, keys included, that mean something else to the app itself. */
export function reservedTextProblems(data: unknown, source: Source): readonly Problem[] {
  const problems = (value: unknown, path: Path): readonly Problem[] => {
    if (typeof value === 'string') return problemsOfText(value, path, source.given(path, data));
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([key, item]) => {
      const here = [...path, Array.isArray(value) ? Number(key) : key];
      return [...problemsOfText(key, here, 'the key'), ...problems(item, here)];
    });
  };
  const problemsOfText = (text: string, path: Path, given: string | undefined): readonly Problem[] => {
    const fault = reservedTextFault(text);
    const name = formatPath(path);
    return fault === undefined
      ? []
      : [{ file: source.fileOf(path), path: name, given, remedy: `Change ${name}.`, ...fault }];
  };
  return problems(data, []);
}
