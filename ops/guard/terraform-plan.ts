import * as z from 'zod';
import { fluxNamespace } from '../../lib/flux/namespace';
import { terraformOutputs } from '../../lib/flux/terraform-outputs-data';
import { instanceName } from '../cluster/flux-objects';
import { UsageError } from '../usage-error';
import type { FluxSpec } from './flux-root';
import { appliesOthers, groups, idOf, isA, type Manifest, type ObjectId } from './manifest';
import { fluxSpecOfValues, manifestOf, syncOfValues, type Values } from './planned-values';

/** What Terraform deletes that others may depend on. */
export type PlannedDeletion =
  | { readonly of: 'object'; readonly id: ObjectId }
  /** A release of Helm. */
  | { readonly of: 'release'; readonly name: string; readonly namespace: string; readonly chart: string }
  /** Flux as a whole: its bootstrap, or the chart of its controllers. */
  | { readonly of: 'flux' }
  /** The cluster. */
  | { readonly of: 'cluster' };

/** What of a plan concerns Flux. */
export interface PlannedChange {
  readonly deletions: readonly { readonly source: string; readonly deletion: PlannedDeletion }[];
  /** The FluxInstance before and after. @default - it does not change */
  readonly instance?: { readonly source: string; readonly before?: FluxSpec; readonly after?: FluxSpec };
  /** The content of the ConfigMap `terraform-outputs`. @default - it does not change */
  readonly variables?: {
    readonly source: string;
    readonly before: Values;
    readonly after: Values | 'absent';
  };
  /** Kustomizations, HelmReleases and ResourceSets that change in place. */
  readonly appliers: readonly {
    readonly source: string;
    readonly before: Manifest;
    readonly after: Manifest;
  }[];
}

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
          before: z.record(z.string(), z.unknown()).nullish(),
          after: z.record(z.string(), z.unknown()).nullish(),
        }),
      }),
    )
    .default([]),
});

type Change = z.output<typeof planSchema>['resource_changes'][number];

/**
 * What a plan changes that Flux depends on.
 *
 * @param json what `terraform show -json <plan file>` writes
 * @throws UsageError if it is something else
 */
export function plannedChange(json: string): PlannedChange {
  const changes = read(json).resource_changes.filter(({ mode }) => mode === 'managed');
  const deleted = changes.filter(({ change }) => change.actions.includes('delete'));
  const updated = changes.filter(({ change }) => change.actions.includes('update'));
  return {
    deletions: deleted.flatMap((change) => {
      const deletion = deletionOf(change.type, change.change.before ?? {});
      const how = change.change.actions.includes('create') ? 'replaced' : 'destroyed';
      return deletion === undefined ? [] : [{ source: `${change.address} will be ${how}`, deletion }];
    }),
    instance: updated.map(instanceIn).find((found) => found !== undefined),
    variables: [...updated, ...deleted].map(variablesIn).find((found) => found !== undefined),
    appliers: updated.flatMap(appliersIn),
  };
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

function deletionOf(type: string, before: Values): PlannedDeletion | undefined {
  switch (type) {
    case 'aws_eks_cluster':
      return { of: 'cluster' };
    case 'flux_bootstrap_git':
      return { of: 'flux' };
    case 'helm_release':
      return releaseOf(before);
    case 'kubernetes_namespace':
    case 'kubernetes_namespace_v1':
      return namespaceOf(before);
    default: {
      const manifest = manifestOf(type, before);
      return manifest && takesOthersWithIt(manifest) ? { of: 'object', id: idOf(manifest) } : undefined;
    }
  }
}

function takesOthersWithIt(manifest: Manifest): boolean {
  const id = idOf(manifest);
  return (
    appliesOthers(manifest) ||
    isA(id, groups.operator, 'FluxInstance') ||
    isA(id, '', 'Namespace') ||
    isA(id, 'apiextensions.k8s.io', 'CustomResourceDefinition')
  );
}

function releaseOf({ name = '', namespace = '', chart }: Values): PlannedDeletion {
  // A chart is named alone, by its address or by its file.
  const last = lastSegment(chart);
  return last === 'flux2'
    ? { of: 'flux' }
    : { of: 'release', name: String(name), namespace: String(namespace), chart: last };
}

/** `oci://…/charts/flux-instance`, `./flux-instance-0.59.0.tgz` and `flux-instance` name one chart. */
export function lastSegment(chart: unknown): string {
  const segment = String(chart).replace(/\/+$/, '').split('/').at(-1) ?? '';
  return segment.replace(/(-v?\d[\w.+-]*)?\.tgz$/, '').replace(/[:@].*$/, '');
}

function namespaceOf({ metadata }: Values): PlannedDeletion | undefined {
  const [first] = Array.isArray(metadata) ? (metadata as readonly { name?: unknown }[]) : [];
  return typeof first?.name === 'string'
    ? { of: 'object', id: { group: '', kind: 'Namespace', namespace: '', name: first.name } }
    : undefined;
}

function instanceIn({ address, type, change }: Change): PlannedChange['instance'] {
  const source = `${address} will be changed`;
  const [before = {}, after = {}] = [change.before ?? {}, change.after ?? {}];
  if (type === 'helm_release' && lastSegment(before.chart) === 'flux-instance')
    return { source, before: fluxSpecOfValues(before), after: fluxSpecOfValues(after) };
  const [was, now] = [manifestOf(type, before), manifestOf(type, after)];
  return was !== undefined && isInstance(idOf(was))
    ? { source, before: was.spec as FluxSpec | undefined, after: now?.spec as FluxSpec | undefined }
    : undefined;
}

function isInstance(id: ObjectId): boolean {
  return isA(id, groups.operator, 'FluxInstance') && id.name === instanceName;
}

function variablesIn({ address, type, change }: Change): PlannedChange['variables'] {
  if (type !== 'kubernetes_config_map' && type !== 'kubernetes_config_map_v1') return undefined;
  const { metadata, data } = (change.before ?? {}) as { metadata?: readonly Values[]; data?: Values };
  const [first] = metadata ?? [];
  if (first?.name !== terraformOutputs || first.namespace !== fluxNamespace) return undefined;
  const isGone = !change.actions.includes('create') && change.actions.includes('delete');
  const after = (change.after?.data ?? {}) as Values;
  const how = isGone ? 'destroyed' : 'changed';
  return { source: `${address} will be ${how}`, before: data ?? {}, after: isGone ? 'absent' : after };
}

function appliersIn({ address, type, change }: Change): PlannedChange['appliers'] {
  const source = `${address} will be changed`;
  const [before, after] = [change.before ?? {}, change.after ?? {}];
  if (type === 'helm_release' && lastSegment(before.chart) === 'flux2-sync')
    return [{ source, before: syncOfValues(before), after: syncOfValues(after) }];
  const [was, now] = [manifestOf(type, before), manifestOf(type, after)];
  return was !== undefined && now !== undefined && appliesOthers(was)
    ? [{ source, before: was, after: now }]
    : [];
}
