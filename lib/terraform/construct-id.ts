import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';

/**
 * A construct's id for a key of the user's choice: the id that is wanted, or, where the scope has that one, the id with a
 * digest of the key. What was there first keeps its id, so new keys belong at the end of a list.
 */
export function constructId(scope: Construct, wanted: string, key: string): string {
  if (scope.node.tryFindChild(wanted) === undefined) return wanted;
  return `${wanted}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
}
