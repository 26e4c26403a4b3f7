import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFluxGroup } from '../../cluster/flux-cluster';
import { groupOf } from '../../cluster/object-reference';
import { apisOf } from './flux-apis';
import type { Version } from '../../../lib/validation/version';
import { documentsIn, replaceScalars, scalarAt, type YamlScalar } from './yaml-scalar';

/** A manifest in Git whose API version a release of Flux no longer serves. */
export interface OldManifest {
  readonly file: string;
  readonly kind: string;
  readonly scalar: YamlScalar;
  /** The API version to write: served both before and after the upgrade. Undefined if there is none. */
  readonly replacement: string | undefined;
}

/** Finds API versions that `to` does not serve in all manifests of a folder. */
export function oldManifests(folder: string, from: Version, to: Version): readonly OldManifest[] {
  const target = apisOf(to);
  return yamlFiles(folder).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return documentsIn(text).flatMap((document) => {
      const scalar = scalarAt(text, document, ['apiVersion']);
      const kind = String(document.get('kind'));
      if (scalar === undefined || !isFluxGroup(groupOf(scalar.value))) return [];
      const api = target.find((known) => known.group === groupOf(scalar.value) && known.kind === kind);
      const isServed = api === undefined || api.served.includes(scalar.value.split('/')[1] ?? '');
      return isServed ? [] : [{ file, kind, scalar, replacement: replacementFor(api, from) }];
    });
  });
}

/** Writes the replacements to the files. Returns the changed files. */
export function migrateManifests(manifests: readonly OldManifest[]): readonly string[] {
  const files = [...new Set(manifests.map(({ file }) => file))];
  return files.filter((file) => {
    const replacements = manifests
      .filter((manifest) => manifest.file === file)
      .flatMap(({ scalar, replacement }) =>
        replacement === undefined ? [] : [{ scalar, value: replacement }],
      );
    if (replacements.length > 0)
      writeFileSync(file, replaceScalars(readFileSync(file, 'utf8'), replacements));
    return replacements.length > 0;
  });
}

function replacementFor(
  target: { group: string; kind: string; storage: string; served: readonly string[] },
  from: Version,
): string | undefined {
  const now = apisOf(from).find(({ group, kind }) => group === target.group && kind === target.kind);
  const version = [target.storage, ...target.served].find((candidate) => now?.served.includes(candidate));
  return version && `${target.group}/${version}`;
}

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
