import { readFileSync, writeFileSync } from 'node:fs';
import { apisOf, type FluxApi } from './flux-apis';
import type { Version } from '../../../lib/validation/version';
import { writtenApis, type WrittenApi } from './written-apis';
import { replaceScalars, type YamlScalar } from './yaml-scalar';

/** An API version in Git that a release of Flux no longer serves. */
export interface OldManifest {
  readonly file: string;
  readonly kind: string;
  readonly scalar: YamlScalar;
  /** What to write instead: served both before and after the upgrade. Undefined if there is none. */
  readonly replacement: string | undefined;
}

/** Finds API versions that `to` does not serve in all manifests of a folder. */
export function oldManifests(folder: string, from: Version, to: Version): readonly OldManifest[] {
  const target = apisOf(to);
  const now = apisOf(from);
  return writtenApis(folder).flatMap((written) => {
    const { file, kind, scalar, version } = written;
    const api = apiOf(target, written);
    if (api?.served.includes(version) !== false) return [];
    const successor = successorOf(api, apiOf(now, written));
    const replacement = successor && scalar.value.slice(0, -version.length) + successor;
    return [{ file, kind, scalar, replacement }];
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

export function apiOf(apis: readonly FluxApi[], { group, kind }: WrittenApi): FluxApi | undefined {
  return apis.find((api) => api.kind === kind && api.group === group);
}

/** The version in which a manifest can be both before and after the upgrade. */
export function successorOf(target: FluxApi, now: FluxApi | undefined): string | undefined {
  return [target.storage, ...target.served].find((candidate) => now?.served.includes(candidate));
}
