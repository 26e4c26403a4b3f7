import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from 'yaml';
import { parseVersion } from './version';
import type { Versions } from './rules';
import { documentsIn, replaceScalars, scalarAt, type YamlScalar } from './yaml-scalar';

/** The files that define the versions of one cluster's operator and Flux. */
export interface VersionFiles {
  readonly operator: string;
  readonly instance: string;
}

/** @param gitops the folder that Flux reconciles */
export function versionFiles(gitops: string, fleet: string): VersionFiles {
  const folder = join(gitops, 'clusters', fleet, 'flux-system');
  return { operator: join(folder, 'flux-operator.yaml'), instance: join(folder, 'flux-instance.yaml') };
}

/** @throws Error if a file does not have its version in the expected place */
export function readVersions({ operator, instance }: VersionFiles): Versions {
  return {
    operator: parseVersion(find(operator, operatorVersion).scalar.value),
    flux: parseVersion(find(instance, fluxVersion).scalar.value),
  };
}

/** Whether the operator takes Flux's manifests from an artifact instead of those it ships. */
export function hasArtifact({ instance }: VersionFiles): boolean {
  return documentsIn(readFileSync(instance, 'utf8')).some(
    (document) => document.getIn(['spec', 'distribution', 'artifact']) !== undefined,
  );
}

/** Writes the versions to the files and changes nothing else in them. Returns the changed files. */
export function writeVersions(files: VersionFiles, to: Versions): readonly string[] {
  return [
    write(files.operator, operatorVersion, to.operator.text),
    write(files.instance, fluxVersion, to.flux.text),
  ].filter((file) => file !== undefined);
}

interface Place {
  readonly kind: string;
  readonly path: readonly string[];
}

const operatorVersion: Place = { kind: 'HelmRelease', path: ['spec', 'chart', 'spec', 'version'] };
const fluxVersion: Place = { kind: 'FluxInstance', path: ['spec', 'distribution', 'version'] };

function find(file: string, { kind, path }: Place): { text: string; scalar: YamlScalar } {
  const text = readFileSync(file, 'utf8');
  const isOfKind = (document: Document) => document.get('kind') === kind;
  const document = documentsIn(text).find(isOfKind);
  const scalar = document && scalarAt(text, document, path);
  if (scalar === undefined) {
    throw new Error(`${file}: ${kind} has no ${path.join('.')}. Allowed: an exact version. Write it there.`);
  }
  return { text, scalar };
}

function write(file: string, place: Place, value: string): string | undefined {
  const { text, scalar } = find(file, place);
  if (scalar.value === value) return undefined;
  writeFileSync(file, replaceScalars(text, [{ scalar, value }]));
  return file;
}
