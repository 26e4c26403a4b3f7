import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTaken } from '../../lib/flux/variables';
import { didYouMean } from '../../lib/validation/nearest';
import { rootOf, unsetVariablesOf } from '../gitops/fleet-variables';
import { folderTree } from '../gitops/source-tree';
import { variableExpressions } from '../gitops/variable-expressions';
import type { Checkout } from './checkout';
import type { Finding, StageResult } from './finding';
import type { FleetInGit } from './fleets';
import { lineOf, writtenIn, yamlFiles } from './places';

/** Every `${NAME}` has a value in each cluster that reconciles it, and every variable of a fleet is used. */
export function variablesStage({ root, folder, fleets }: Checkout): StageResult {
  const tree = folderTree(root);
  const unset = fleets().map(({ fleet, manifests }) =>
    unsetVariablesOf(fleet, tree, rootOf(fleet, manifests)),
  );
  const used = usedVariables(root, folder);
  const faults = unset.flatMap((found) => found.faults.map(readFault));
  const isTold = ({ file, line }: Use) => faults.some((fault) => fault.file === file && fault.line === line);
  const findings = [
    ...faults,
    ...fleets().flatMap((fleet) => unused(root, fleet, used)),
    ...unknown(
      used.filter((use) => !isTold(use)),
      fleets(),
    ),
  ];
  return { findings, notes: unset.flatMap(({ unknowns }) => unknowns) };
}

interface Use {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

function usedVariables(root: string, folder: string): readonly Use[] {
  return yamlFiles(root, folder).flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((text, index) =>
        // An offer that is commented out names variables that a fleet may get.
        variableExpressions(text.replace(/(^|\s)#.*$/, '')).map(({ name }) => ({
          name,
          file,
          line: index + 1,
        })),
      ),
  );
}

function unused(root: string, { fleet, file }: FleetInGit, used: readonly Use[]): readonly Finding[] {
  const names = new Set(used.map(({ name }) => name));
  const [written] = writtenIn(file, readFileSync(join(root, file), 'utf8'));
  return Object.keys(fleet.flux.variables)
    .filter((name) => !names.has(name))
    .map((name) => {
      const hint = didYouMean(name, [...names]);
      return {
        file,
        line: written === undefined ? 1 : lineOf(written, ['flux', 'variables', name]),
        message: `flux.variables.${name} is used nowhere in gitops/.${hint} Remove it, or use it as \${${name}}.`,
      };
    });
}

/** Names that no fleet has, in manifests that no cluster reconciles yet as well. */
function unknown(used: readonly Use[], fleets: readonly FleetInGit[]): readonly Finding[] {
  const own = fleets.flatMap(({ fleet }) => Object.keys(fleet.flux.variables));
  return used
    .filter(({ name }) => name !== '' && !isTaken(name) && !own.includes(name))
    .map(({ name, file, line }) => ({
      file,
      line,
      message: `\${${name}} belongs to no fleet: the ConfigMap terraform-outputs has no such variable, and no fleet file sets it.`,
    }));
}

/** A fault begins with `file:line:`, or with several, after commas. */
function readFault(fault: string): Finding {
  const [, file = 'gitops', line = '1', message = fault] =
    /^([^\s:,]+):(\d+)(?:, [^\s:,]+:\d+)*: (.*)$/s.exec(fault) ?? [];
  return { file, line: Number(line), message };
}
