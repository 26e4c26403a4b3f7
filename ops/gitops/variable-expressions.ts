/** One `${NAME}` that Flux substitutes. */
export interface VariableExpression {
  /** Empty if Flux finds no name. */
  readonly name: string;
  /** From the dollar sign to what decides, for example `${NAME` or `${NAME:=`. */
  readonly text: string;
  /** Where it begins. */
  readonly at: number;
  /** What Flux does if the variable is not set; it can't read what is malformed, whether set or not. */
  readonly unset: 'error' | 'default' | 'malformed';
}

/** An escaped dollar sign; or an expression up to what follows the name, by which Flux decides what it is. */
const expression = /\$\$|\$\{#?(?<name>[\p{L}\p{Nd}_]*)(?<next>:[-=?+]|=|[}:,^/#%])?/gu;

/**
 * The expressions in a text, those in a default of another included, as Flux reads them
 * (https://github.com/fluxcd/pkg/tree/main/envsubst): an operator that stands in for a value tolerates that there is none.
 */
export function variableExpressions(text: string): readonly VariableExpression[] {
  return [...text.matchAll(expression)]
    .filter(([found]) => found !== '$$')
    .map(({ 0: found, index, groups = {} }) => {
      const { name = '', next } = groups;
      const isMalformed = name === '' || next === undefined;
      const isDefault = next !== undefined && /^:?[-=?+]$/.test(next);
      return {
        name,
        text: found,
        at: index,
        unset: isMalformed ? 'malformed' : isDefault ? 'default' : 'error',
      };
    });
}
