import { parse } from 'yaml';
import * as z from 'zod';
import { isFluxGroup } from '../../cluster/flux-cluster';
import { groupOf } from '../../cluster/object-reference';
import { reconcilers } from '../../cluster/pruning';
import { UsageError } from '../../usage-error';
import type { Subject } from './subjects';

/** The part of `terraform show -json` that is read (https://developer.hashicorp.com/terraform/internals/json-format). */
const planSchema = z.object({
  format_version: z.string(),
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        mode: z.string(),
        type: z.string(),
        change: z.object({
          actions: z.array(z.string()),
          before: z.record(z.string(), z.unknown()).nullable(),
        }),
      }),
    )
    .default([]),
});

type Before = Readonly<Record<string, unknown>>;

/**
 * What a plan deletes or replaces that Flux depends on.
 *
 * @param json what `terraform show -json <plan file>` writes
 * @throws UsageError if it is something else
 */
export function subjectsOf(json: string): readonly Subject[] {
  return read(json)
    .resource_changes.filter(({ mode, change }) => mode === 'managed' && change.actions.includes('delete'))
    .flatMap(({ address, type, change }) => {
      const replaced = change.actions.includes('create');
      const deletion = deletionOf(type, change.before ?? {});
      return deletion === undefined
        ? []
        : [{ source: `${address} will be ${replaced ? 'replaced' : 'destroyed'}`, deletion }];
    });
}

function read(json: string): z.output<typeof planSchema> {
  try {
    return planSchema.parse(JSON.parse(json));
  } catch {
    throw new UsageError(
      'ops guard: the file is not a plan. Allowed: what `terraform show -json <plan file>` writes.',
    );
  }
}

function deletionOf(type: string, before: Before): Subject['deletion'] | undefined {
  switch (type) {
    case 'helm_release':
      return before.chart === 'flux-instance' ? { of: 'flux' } : undefined;
    case 'flux_bootstrap_git':
      return { of: 'flux' };
    case 'kubernetes_namespace':
    case 'kubernetes_namespace_v1':
      return namespaceOf(before);
    case 'kubernetes_manifest':
      return deletionOfManifest(before.manifest ?? before.object);
    case 'kubectl_manifest':
      return deletionOfManifest(yamlOf(before.yaml_body_parsed) ?? yamlOf(before.yaml_body));
    default:
      return undefined;
  }
}

function namespaceOf({ metadata }: Before): Subject['deletion'] | undefined {
  const [first] = Array.isArray(metadata) ? (metadata as readonly { name?: unknown }[]) : [];
  return typeof first?.name === 'string' ? { of: 'namespace', namespace: first.name } : undefined;
}

const manifestSchema = z.object({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().nullish() }),
  spec: z
    .object({ group: z.string().optional(), names: z.object({ kind: z.string() }).optional() })
    .nullish(),
});

function deletionOfManifest(value: unknown): Subject['deletion'] | undefined {
  const { data: manifest } = manifestSchema.safeParse(value);
  if (manifest === undefined) return undefined;
  const { apiVersion, kind, metadata, spec } = manifest;
  if (kind === 'CustomResourceDefinition') {
    const defined = spec?.names?.kind;
    return defined !== undefined && isFluxGroup(spec?.group ?? '')
      ? { of: 'kind', kind: defined }
      : undefined;
  }
  if (kind === 'Namespace' && apiVersion === 'v1') return { of: 'namespace', namespace: metadata.name };
  if (!isFluxGroup(groupOf(apiVersion))) return undefined;
  if (kind === 'FluxInstance') return { of: 'flux' };
  const { name, namespace } = metadata;
  return reconcilers.includes(kind)
    ? {
        of: 'object',
        reference: { apiVersion, kind, name, ...(namespace == null ? {} : { namespace }) },
      }
    : undefined;
}

function yamlOf(text: unknown): unknown {
  if (typeof text !== 'string') return undefined;
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
