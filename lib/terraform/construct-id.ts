import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';

/**
 * A construct's id for a key that the user chose: the wanted id or, if the scope already has it, that id with a digest of the
 * key. Whatever came first keeps its id, so new keys belong at the end of a list.
 */
export function constructId(scope: Construct, wanted: string, key: string): string {
  let id = wanted;
  for (let distinct = digest(key); scope.node.tryFindChild(id) !== undefined; distinct = digest(distinct))
    id = `${wanted}-${distinct.slice(0, 8)}`;
  return id;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
