/** The conditions of a statement, by operator and key. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One line for each action on a resource under a condition, so that policies can be compared however they are written. */
export function permissions(
  actions: readonly string[],
  resources: readonly string[],
  condition: Condition = {},
): string[] {
  const sorted = Object.entries(condition)
    .map(([operator, keys]) => `${operator} ${JSON.stringify(Object.entries(keys).sort())}`)
    .sort();
  return actions.flatMap((action) => resources.map((resource) => [action, resource, ...sorted].join(' | ')));
}
