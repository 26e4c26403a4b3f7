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
  if (!/^\^.+\$$/s.test(expression) || hasOpenAlternative(expression))
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

/** Whether there is a `|` outside of parentheses, classes and quotes: ^ and $ then belong to one alternative each. */
function hasOpenAlternative(expression: string): boolean {
  const plain = expression
    .replace(/\\Q.*?(\\E|$)/gs, '')
    .replace(/\\./gs, '')
    .replace(/\[\^?\]?[^\]]*\]/g, '');
  let depth = 0;
  return [...plain].some((character) => {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    return character === '|' && depth === 0;
  });
}
