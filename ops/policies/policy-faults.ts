import { isMapping } from '../../lib/validation/mapping';
import { isOperator } from './condition-keys';
import { policySize, type PolicyKind } from './policy-kind';
import type { PolicyTables } from './policy-tables';
import type { Statement } from './statement';
import { statementFaults } from './statement-faults';

const policyElements = ['Version', 'Id', 'Statement'];
const statementElements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

export interface PolicyFaultsProps {
  readonly kind: PolicyKind;
  /** JSON. What Terraform only knows later may stand in it as `${...}`. */
  readonly text: string;
  readonly tables: PolicyTables;
}

/**
 * What AWS refuses in a policy, or what would have no effect: its grammar
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html), its size, and actions, resources and condition
 * keys that AWS does not know.
 */
export function policyFaults({ kind, text, tables }: PolicyFaultsProps): readonly string[] {
  const policy = parsed(text);
  if (policy === undefined) return ['is not a JSON object'];
  const size = policySize(text);
  const { Version: version, Statement: given } = policy;
  const statements = [given ?? []].flat();
  return [
    ...unknownElements(policy, policyElements, 'a policy'),
    ...(version === '2012-10-17' || version === '2008-10-17'
      ? []
      : [`has the Version ${JSON.stringify(version)}; it must be 2012-10-17`]),
    ...(statements.length === 0 ? ['has no Statement'] : []),
    ...(size > kind.size ? [`has ${size} characters; a ${kind.name} may have ${kind.size}`] : []),
    ...statements.flatMap((statement, index) => {
      const grammar = grammarFaults(statement, kind);
      const faults = grammar.length > 0 ? grammar : statementFaults(statement as Statement, kind, tables);
      return faults.map((fault) => `statement ${nameOf(statement, index)}: ${fault}`);
    }),
  ];
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMapping(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function nameOf(statement: unknown, index: number): string {
  return isMapping(statement) && typeof statement.Sid === 'string' ? statement.Sid : `${index + 1}`;
}

function grammarFaults(statement: unknown, kind: PolicyKind): readonly string[] {
  if (!isMapping(statement)) return ['is not an object'];
  const { Sid: sid, Effect: effect, Condition: condition } = statement;
  const has = (...names: readonly string[]) => names.filter((name) => statement[name] !== undefined).length;
  return [
    ...unknownElements(statement, statementElements, 'a statement'),
    ...(sid === undefined || /^[A-Za-z0-9]*$/.test(JSON.stringify(sid).slice(1, -1)) || kind.hasPrincipal
      ? []
      : [`the Sid ${JSON.stringify(sid)} may have letters and digits alone`]),
    ...(effect === 'Allow' || effect === 'Deny'
      ? []
      : [`the Effect is ${JSON.stringify(effect)}; it must be Allow or Deny`]),
    ...(has('Action', 'NotAction') === 1 ? [] : ['it must have either Action or NotAction']),
    ...(has('Resource', 'NotResource') === (kind.hasResource ? 1 : 0)
      ? []
      : [
          kind.hasResource ? 'it must have either Resource or NotResource' : `a ${kind.name} has no Resource`,
        ]),
    ...(has('Principal', 'NotPrincipal') === (kind.hasPrincipal ? 1 : 0)
      ? []
      : [kind.hasPrincipal ? 'it must have a Principal' : `a ${kind.name} has no Principal`]),
    ...['Action', 'NotAction', 'Resource', 'NotResource']
      .filter((name) => statement[name] !== undefined && !isTexts(statement[name]))
      .map((name) => `${name} must be a text or a list of texts`),
    ...conditionFaults(condition),
  ];
}

function isTexts(value: unknown): boolean {
  const texts = [value].flat();
  return texts.length > 0 && texts.every((text) => typeof text === 'string');
}

function conditionFaults(condition: unknown): readonly string[] {
  if (condition === undefined) return [];
  if (!isMapping(condition)) return ['the Condition is not an object'];
  return Object.entries(condition).flatMap(([operator, keys]) => [
    ...(isOperator(operator) ? [] : [`${operator} is not an operator of conditions`]),
    ...(isMapping(keys) && Object.values(keys).every((value) => [value].flat().every(isPlain))
      ? []
      : [`the keys of ${operator} must have texts, numbers or true and false`]),
  ]);
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function unknownElements(
  object: Readonly<Record<string, unknown>>,
  known: readonly string[],
  what: string,
): readonly string[] {
  return Object.keys(object)
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is no element of ${what}`);
}
