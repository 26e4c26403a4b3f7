import type { LateName } from './variable-names';
import { mapStrings } from '../validation/substitution';

/** The late variables that a stack knows, as Terraform expressions. */
export type LateVariables = Readonly<Partial<Record<LateName, string>>>;

/** What stands for a late variable in a manifest. No file can have it: text with a NUL is refused. */
export function latePlaceholder(name: LateName): string {
  return `\0\${${name}}`;
}

/** Fills in what only Terraform knows. */
export function withLateVariables<Data>(data: Data, late: LateVariables): Data {
  return mapStrings(data, (text) =>
    text.replace(/\0\$\{(\w+)\}/g, (placeholder, name: LateName) => late[name] ?? placeholder),
  ) as Data;
}
