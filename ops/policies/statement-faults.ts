import { knowsKey } from './condition-keys';
import { overlaps, withoutPlaceholders } from './glob';
import type { PolicyKind } from './policy-kind';
import type { Action, PolicyTables } from './policy-tables';
import type { Statement } from './statement';

/** What AWS's tables say against a statement whose grammar is right. */
export function statementFaults(
  statement: Statement,
  kind: PolicyKind,
  tables: PolicyTables,
): readonly string[] {
  const patterns = [statement.Action ?? statement.NotAction ?? []].flat();
  const actions = patterns.map((pattern) => ({ pattern, known: tables.actions(pattern) }));
  const unknown = actions.filter(({ pattern, known }) => pattern !== '*' && known.length === 0);
  const tooMany = kind.actions !== undefined && patterns.length > kind.actions;
  return [
    ...(tooMany
      ? [`it has ${patterns.length} actions; a statement of a ${kind.name} may have ${kind.actions}`]
      : []),
    ...unknown.map(({ pattern }) => `AWS has no action ${pattern}`),
    ...(statement.Action === undefined
      ? []
      : [...resourceFaults(statement, actions), ...keyFaults(statement, actions)]),
  ];
}

interface Named {
  readonly pattern: string;
  readonly known: readonly Action[];
}

function resourceFaults({ Resource: resource }: Statement, actions: readonly Named[]): readonly string[] {
  const written = [resource ?? []].flat();
  const hasUnknown = actions.some(({ known }) => known.length === 0);
  if (written.length === 0 || written.includes('*') || hasUnknown) return [];
  const resources = written.map(withoutPlaceholders);
  const fits = (action: Action, text: string) =>
    action.arns.some((arn) => overlaps(withoutPlaceholders(arn), text));
  return [
    ...actions
      .filter((action) => !action.known.some((one) => resources.some((text) => fits(one, text))))
      .map(({ pattern, known: [first] }) =>
        first!.takesNoResource
          ? `${pattern} takes no resource, so Resource must be *`
          : `${pattern} takes none of the resources ${resources.join(', ')}`,
      ),
    ...resources
      .filter((text) => !actions.some((action) => action.known.some((one) => fits(one, text))))
      .map((text) => `none of its actions takes the resource ${text}`),
  ];
}

function keyFaults({ Condition: condition = {} }: Statement, actions: readonly Named[]): readonly string[] {
  const keys = Object.values(condition).flatMap((values) => Object.keys(values));
  return keys.flatMap((key) =>
    actions
      .filter(({ pattern, known }) => !isOfIdentityProvider(pattern, key) && known.length > 0)
      .filter(({ known }) => !known.some(({ conditionKeys }) => knowsKey(conditionKeys, key)))
      .map(({ pattern }) => `${pattern} does not know the condition key ${key}`),
  );
}

/** Keys of an OpenID Connect provider begin with its own address. */
function isOfIdentityProvider(action: string, key: string): boolean {
  return action === 'sts:AssumeRoleWithWebIdentity' && /:(aud|sub|amr|azp|oaud)$/.test(key);
}
