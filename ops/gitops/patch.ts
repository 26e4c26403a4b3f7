import { parse } from 'yaml';
import { isMapping, type Mapping } from '../../lib/validation/mapping';

/** A patch of kustomize, as text: strategic merge, or JSON 6902. */
export interface Patch {
  readonly text: string;
  /** @default - the object that the patch itself names */
  readonly target?: Mapping;
}

/** A manifest with a patch applied, if it is for that manifest; lists of a strategic merge are replaced. */
export function patched(manifest: Mapping, { text, target }: Patch): Mapping {
  let patch: unknown;
  try {
    patch = parse(text, { logLevel: 'silent' });
  } catch {
    return manifest;
  }
  if (target !== undefined ? !isTarget(manifest, target) : !isNamedBy(manifest, patch)) return manifest;
  if (!Array.isArray(patch)) return merged(manifest, patch) as Mapping;
  const operations = patch as readonly { op: string; path: string; value?: unknown }[];
  return operations.reduce<unknown>(
    (data, operation) => operated(data, pointer(operation.path), operation),
    manifest,
  ) as Mapping;
}

/** The fields of a target are regular expressions for the whole text; other selectors are taken to fit. */
function isTarget(manifest: Mapping, target: Mapping): boolean {
  const fits = (given: unknown, field: string) =>
    typeof target[field] !== 'string' ||
    (typeof given === 'string' && new RegExp(`^(?:${target[field]})$`).test(given));
  const metadata = metadataOf(manifest);
  return fits(manifest.kind, 'kind') && fits(metadata.name, 'name') && fits(metadata.namespace, 'namespace');
}

function isNamedBy(manifest: Mapping, patch: unknown): boolean {
  return (
    isMapping(patch) &&
    manifest.kind === patch.kind &&
    metadataOf(manifest).name === metadataOf(patch).name &&
    String(manifest.apiVersion).split('/')[0] === String(patch.apiVersion).split('/')[0]
  );
}

function merged(data: unknown, patch: unknown): unknown {
  if (!isMapping(patch)) return patch;
  const base = isMapping(data) ? data : {};
  const changes = Object.entries(patch).map(([key, value]) => [key, merged(base[key], value)] as const);
  return Object.fromEntries(
    Object.entries({ ...base, ...Object.fromEntries(changes) }).filter(([, value]) => value !== null),
  );
}

function pointer(path: string): readonly string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function operated(
  data: unknown,
  [key, ...rest]: readonly string[],
  operation: { op: string; value?: unknown },
): unknown {
  const { op, value } = operation;
  if (key === undefined || !['add', 'replace', 'remove'].includes(op)) return data;
  const isLast = rest.length === 0;
  if (Array.isArray(data)) {
    const at = key === '-' ? data.length : Number(key);
    const items = data as readonly unknown[];
    if (isLast) return items.toSpliced(at, op === 'add' ? 0 : 1, ...(op === 'remove' ? [] : [value]));
    return items.map((item, index) => (index === at ? operated(item, rest, operation) : item));
  }
  const { [key]: below, ...others } = isMapping(data) ? data : {};
  if (isLast) return op === 'remove' ? others : { ...others, [key]: value };
  return { ...others, [key]: operated(below, rest, operation) };
}

/** The metadata of a manifest; empty if it has none. */
export function metadataOf(manifest: Mapping): Mapping {
  return isMapping(manifest.metadata) ? manifest.metadata : {};
}
