import { isScalar, parseAllDocuments, visit } from 'yaml';
import { describeReference } from '../cluster/object-reference';
import { fluxNamespace } from '../../lib/flux/namespace';
import { isMapping, type Mapping } from '../../lib/validation/mapping';
import { didYouMean } from '../../lib/validation/nearest';
import type { BuiltObject, Source } from './kustomize';
import { metadataOf } from './patch';
import { specOf, type ReconciledFolder, reconciledFolders } from './reconciled-folders';
import type { SourceTree } from './source-tree';
import { type VariableExpression, variableExpressions } from './variable-expressions';

/** The variables that a fleet's Flux has. */
export interface VariableContract {
  /** What the ConfigMap `terraform-outputs` has; undefined where only Terraform knows the value. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The file with the fleet's own, for example `fleet/dev.yaml`. */
  readonly fleetFile: string;
}

export interface UnsetVariables {
  /** What Flux would refuse, one sentence each, which begins with `file:line:`. */
  readonly faults: readonly string[];
  /** What can't be told from Git. */
  readonly unknowns: readonly string[];
}

/** The ConfigMap that the stack flux-instance maintains. */
const contractName = 'terraform-outputs';

/**
 * Finds every `${NAME}` for which Flux has neither a value nor a default, in all that it reconciles from the root down: since 2.9 it
 * refuses to apply the whole Kustomization (https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution).
 *
 * @param root the root Kustomization, as the operator makes it
 */
export function unsetVariables(tree: SourceTree, root: Mapping, contract: VariableContract): UnsetVariables {
  const values = Object.entries(contract.variables).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const folders = reconciledFolders(tree, root, Object.fromEntries(values));
  const inGit = folders.flatMap(({ objects }) => objects);
  const found = folders.flatMap((folder) => inFolder(folder, inGit, contract));
  const missing = folders
    .filter(({ missing }) => missing !== undefined)
    .map(
      ({ kustomization, missing }) =>
        `which variables ${nameOf(kustomization.manifest)} needs: Git has no folder ${missing}, which it applies`,
    );
  const unreadable = inGit
    .filter(({ isUnreadable }) => isUnreadable)
    .map(({ sources: [source] }) => `which variables ${source?.file} needs: it is not valid YAML`);
  return {
    faults: [...new Set(found.flatMap(({ fault }) => fault ?? []))],
    unknowns: [...new Set([...missing, ...unreadable, ...found.flatMap(({ unknown }) => unknown ?? [])])],
  };
}

interface Finding {
  readonly fault?: string;
  readonly unknown?: string;
}

function inFolder(
  { kustomization, objects }: ReconciledFolder,
  inGit: readonly BuiltObject[],
  contract: VariableContract,
): readonly Finding[] {
  const scope = scopeOf(kustomization.manifest, inGit, contract);
  if (scope === undefined) return [];
  const applier = nameOf(kustomization.manifest);
  return objects
    .filter(({ manifest }) => !isDisabled(manifest))
    .flatMap((object) => {
      const wrong = variableExpressions(JSON.stringify(object.manifest)).filter(
        ({ name, unset }) => unset === 'malformed' || (unset === 'error' && !scope.names.has(name)),
      );
      return wrong.map((expression): Finding => {
        const shown = expression.unset === 'malformed' ? expression.text : `\${${expression.name}}`;
        const what = `${placesOf(object.sources, expression).join(', ')}: ${shown}`;
        if (expression.unset === 'malformed')
          return {
            fault: `${what} is nothing that Flux can substitute, so ${applier} would fail. Write $${shown} if it is text.`,
          };
        if (scope.unknownSources.length > 0)
          return {
            unknown: `whether ${what} has a value for ${applier}: it may come from ${scope.unknownSources.join(' or ')}, which is not in Git`,
          };
        return { fault: `${what}${describeUnset(expression.name, applier, scope, contract)}` };
      });
    });
}

function describeUnset(
  name: string,
  applier: string,
  { names, hasContract }: Scope,
  { fleetFile }: VariableContract,
): string {
  const remedy = hasContract
    ? `Set it under flux.variables in ${fleetFile}`
    : `Set it in postBuild of ${applier}, or add the ConfigMap ${contractName} to its substituteFrom`;
  return (
    ` has no value, so ${applier} would fail.${didYouMean(name, [...names])}` +
    ` ${remedy}; give it a default, \${${name}:=...}; or write $\${${name}} if it is text.`
  );
}

/** What a Kustomization substitutes. */
interface Scope {
  readonly names: ReadonlySet<string>;
  readonly hasContract: boolean;
  /** ConfigMaps and Secrets that are not in Git. */
  readonly unknownSources: readonly string[];
}

/** Undefined if the Kustomization substitutes nothing: it has no variables at all. */
function scopeOf(
  kustomization: Mapping,
  inGit: readonly BuiltObject[],
  contract: VariableContract,
): Scope | undefined {
  const { postBuild } = specOf(kustomization);
  if (!isMapping(postBuild)) return undefined;
  const { substitute, substituteFrom, substituteStrategy } = postBuild;
  const { namespace = fluxNamespace } = metadataOf(kustomization);
  const names = new Set(isMapping(substitute) ? Object.keys(substitute) : []);
  const unknownSources: string[] = [];
  let hasContract = false;
  for (const { kind, name } of Array.isArray(substituteFrom) ? substituteFrom.filter(isMapping) : []) {
    const isContract = kind === 'ConfigMap' && name === contractName && namespace === fluxNamespace;
    const keys = isContract ? Object.keys(contract.variables) : keysInGit(inGit, { kind, name, namespace });
    hasContract ||= isContract;
    if (keys === undefined)
      unknownSources.push(
        describeReference({ kind: String(kind), namespace: String(namespace), name: String(name) }),
      );
    for (const key of keys ?? []) names.add(key);
  }
  const isOff = names.size === 0 && unknownSources.length === 0 && substituteStrategy !== 'Always';
  return isOff ? undefined : { names, hasContract, unknownSources };
}

/** The keys of a ConfigMap or Secret; SOPS leaves them as they are. */
function keysInGit(inGit: readonly BuiltObject[], wanted: Mapping): readonly string[] | undefined {
  const found = inGit.find(({ manifest }) => {
    const { name, namespace = wanted.namespace } = metadataOf(manifest);
    return manifest.kind === wanted.kind && name === wanted.name && namespace === wanted.namespace;
  });
  if (found === undefined) return undefined;
  return [found.manifest.data, found.manifest.stringData]
    .filter(isMapping)
    .flatMap((data) => Object.keys(data));
}

function isDisabled(manifest: Mapping): boolean {
  const { annotations, labels } = metadataOf(manifest);
  return [annotations, labels].some(
    (marks) => isMapping(marks) && marks['kustomize.toolkit.fluxcd.io/substitute'] === 'disabled',
  );
}

function nameOf(manifest: Mapping): string {
  const { name, namespace } = metadataOf(manifest);
  return [manifest.kind, namespace, name].filter(Boolean).join('/');
}

/** Where an expression is, as `file:line`; the first file alone if it is put together from several parts. */
function placesOf(sources: readonly Source[], { text }: VariableExpression): readonly string[] {
  const places = sources.flatMap((source) =>
    positionsIn(source)
      .filter(({ expression }) => expression.text === text)
      .map(({ at }) => `${source.file}:${source.text.slice(0, at).split('\n').length}`),
  );
  const [first] = sources;
  return places.length > 0 ? [...new Set(places)] : [first?.file ?? 'the root Kustomization'];
}

/** The expressions of a part of a file, except in comments. */
function positionsIn({
  file,
  text,
  start,
}: Source): readonly { expression: VariableExpression; at: number }[] {
  const within = (from: number, to: number) =>
    variableExpressions(text.slice(from, to)).map((expression) => ({ expression, at: from + expression.at }));
  if (!/\.ya?ml$|(^|\/)Kustomization$/.test(file)) return within(start, text.length);
  const found: { expression: VariableExpression; at: number }[] = [];
  for (const document of parseAllDocuments(text, { logLevel: 'silent' }))
    visit(document, {
      Node: (_, node) => {
        if (!isScalar(node) || node.range == null || node.range[0] < start) return;
        found.push(...within(node.range[0], node.range[1]));
      },
    });
  return found;
}
