import { RE2JS } from 're2js';
import type { Fault } from '../../validation/field';

/** What is wrong with a regular expression that Flux's source-controller compiles, and that must match a whole text. */
export function expressionFault(expression: string): Fault | undefined {
  const reason = compileError(expression);
  if (reason !== undefined)
    return {
      problem: `is not a regular expression of Go: ${reason}`,
      allowed: 'the syntax of RE2, without lookaheads and backreferences',
    };
  const marks = marksOf(expression);
  if (!/^\^.+\$$/s.test(marks) || hasLineAnchors(marks) || hasOpenAlternative(marks))
    return {
      problem: 'matches any text that has it inside',
      remedy: 'Put it between ^ and $, and alternatives between parentheses: ^(a|b)$.',
    };
  return undefined;
}

function compileError(expression: string): string | undefined {
  try {
    RE2JS.compile(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  }
}

/** An expression with an x for each character that stands for itself by an escape, a quote or a class. */
function marksOf(expression: string): string {
  return expression
    .replace(/\\Q.*?(\\E|$)|\\./gs, 'x')
    .replace(/\[:\^?\w+:\]/g, 'x')
    .replace(/\[\^?\]?[^\]]*\]/g, 'x');
}

/** Whether ^ and $ are the ends of a line, (?m), and a text may have other lines. */
function hasLineAnchors(marks: string): boolean {
  return /\(\?[a-zA-Z]*m/.test(marks);
}

/** Whether there is a `|` outside of parentheses: ^ and $ then belong to one alternative each. */
function hasOpenAlternative(marks: string): boolean {
  let depth = 0;
  return [...marks].some((character) => {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    return character === '|' && depth === 0;
  });
}
