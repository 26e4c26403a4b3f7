import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Document } from 'yaml';
import { fluxVersion } from '../../../lib/flux/flux-releases';
import type { FluxFolder } from '../../../lib/flux/manifests/flux-folder';
import { parseVersion } from '../../../lib/validation/version';
import type { Versions } from './rules';
import { UsageError } from '../../usage-error';
import { documentsIn, replaceScalars, scalarAt, type YamlScalar } from './yaml-scalar';

/** @throws UsageError if a file is missing, or does not have its version in the expected place */
export function readVersions({ operator, instance }: FluxFolder): Versions {
  const version = parseVersion(find(operator, operatorVersion).scalar.value);
  return { operator: version, flux: fluxVersion(find(instance, versionOfFlux).scalar.value, version) };
}

/** Whether the operator takes Flux's manifests from an artifact instead of those it ships. */
export function hasArtifact({ instance }: FluxFolder): boolean {
  return documentsIn(readText(instance)).some(
    (document) => document.getIn(['spec', 'distribution', 'artifact']) !== undefined,
  );
}

/** Writes the versions to the files and changes nothing else in them. Returns the changed files. */
export function writeVersions(files: FluxFolder, to: Versions): readonly string[] {
  return [
    write(files.operator, operatorVersion, to.operator.text),
    write(files.instance, versionOfFlux, to.flux.text),
  ].filter((file) => file !== undefined);
}

interface Place {
  readonly kind: string;
  readonly path: readonly string[];
}

const operatorVersion: Place = { kind: 'OCIRepository', path: ['spec', 'ref', 'tag'] };
const versionOfFlux: Place = { kind: 'FluxInstance', path: ['spec', 'distribution', 'version'] };

function find(file: string, { kind, path }: Place): { text: string; scalar: YamlScalar } {
  const text = readText(file);
  const isOfKind = (document: Document) => document.get('kind') === kind;
  const document = documentsIn(text).find(isOfKind);
  const scalar = document && scalarAt(text, document, path);
  if (scalar === undefined) {
    throw new UsageError(
      `${file}: ${kind} has no ${path.join('.')}. Allowed: an exact version. Write it there.`,
    );
  }
  return { text, scalar };
}

function write(file: string, place: Place, value: string): string | undefined {
  const { text, scalar } = find(file, place);
  if (scalar.value === value) return undefined;
  writeFileSync(file, replaceScalars(text, [{ scalar, value }]));
  return file;
}

function readText(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new UsageError(
    `${file}: the file, which says what Flux the fleet has, does not exist. Copy it from another fleet, with the ` +
      'kustomization.yaml beside it.',
  );
}
