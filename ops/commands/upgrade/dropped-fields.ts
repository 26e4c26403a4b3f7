import { isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { apisOf, areApisKnown, type Fields } from './flux-apis';
import { minorOf, type Version } from '../../../lib/validation/version';
import { apiOf, successorOf } from './manifests';
import { writtenApis } from './written-apis';
import { lineAt } from './yaml-scalar';

/** A field in Git that the API version which a release of Flux serves does not have. */
export interface DroppedField {
  readonly file: string;
  readonly line: number;
  readonly kind: string;
  /** Dotted, for example `spec.validation`. */
  readonly field: string;
  /** The API version in which the manifest is after the upgrade. */
  readonly apiVersion: string;
}

/** What stands for a field that an API version dropped (https://fluxcd.io/flux/releases/ has the notes of every release). */
const successors: Readonly<Record<string, string>> = {
  patchesStrategicMerge: 'Move it to patches, which takes both forms of a patch as text.',
  patchesJson6902: 'Move it to patches, which takes both forms of a patch as text.',
  valuesFile: 'Write it as the last item of valuesFiles, a list.',
};

/**
 * Finds fields that the manifests of a folder have and Flux `to` does not know: the API server would refuse the object. None if
 * the fields of `to` are not known.
 */
export function droppedFields(folder: string, from: Version, to: Version): readonly DroppedField[] {
  if (!areApisKnown(to)) return [];
  const target = apisOf(to);
  const now = apisOf(from);
  return writtenApis(folder).flatMap((written) => {
    const { file, kind, group, manifest } = written;
    const api = apiOf(target, written);
    if (api === undefined || manifest === undefined) return [];
    const version = api.served.includes(written.version)
      ? written.version
      : successorOf(api, apiOf(now, written));
    if (version === undefined) return [];
    return unknownFields(manifest.map.get('spec', true), api.fields[version]!, 'spec').map(
      ({ field, start }) => ({
        file,
        line: lineAt(manifest.text, start),
        kind,
        field,
        apiVersion: `${group}/${version}`,
      }),
    );
  });
}

/** Why an upgrade is refused because of a field. */
export function fieldRefusal({ kind, field, apiVersion }: DroppedField, to: Version): string {
  const name = field.split('.').at(-1)!;
  return (
    `${kind} has ${field}, which ${apiVersion} of Flux ${minorOf(to)} does not have, so the API server would refuse it. ` +
    (Object.hasOwn(successors, name) ? successors[name] : 'Remove it.')
  );
}

interface UnknownField {
  readonly field: string;
  readonly start: number;
}

function unknownFields(node: unknown, fields: Fields, path: string): readonly UnknownField[] {
  if (fields === true) return [];
  if (isSeq(node)) return node.items.flatMap((item) => unknownFields(item, fields, path));
  if (!isMap(node)) return [];
  return pairsOf(node).flatMap(({ name, start, value }) => {
    const field = `${path}.${name}`;
    const below = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return below === undefined ? [{ field, start }] : unknownFields(value, below, field);
  });
}

/** The keys of a mapping, except merge keys, whose names come from elsewhere. */
function pairsOf(map: YAMLMap) {
  return map.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || key.value === '<<' || isAlias(value)) return [];
    return [{ name: String(key.value), start: key.range?.[0] ?? 0, value }];
  });
}
