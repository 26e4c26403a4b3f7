import type { LateName } from './variable-names';
import { mapStrings } from '../validation/substitution';

/** The late variables that a stack knows, as Terraform expressions. */
export type LateVariables = Readonly<Partial<Record<LateName, string>>>;

/**
 * Fills in what only Terraform knows, and makes every other text safe for Terraform, which reads `${` and `%{` as its
 * own. `$${NAME}` means the same to Flux and to Terraform, the text `${NAME}`, so it stays.
 */
export function withLateVariables<Data>(data: Data, late: LateVariables = {}): Data {
  const values: Readonly<Record<string, string | undefined>> = late;
  return mapStrings(data, (text) =>
    text
      .replace(/%\{/g, '%%{')
      .replace(/(\$?)\$\{(\w+)\}/g, (reference: string, escape: string, name: string) =>
        escape === '' ? (values[name] ?? reference) : reference,
      ),
  ) as Data;
}
