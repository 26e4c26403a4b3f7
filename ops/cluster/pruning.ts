import type { FluxObject } from './flux-cluster';

/** Kinds that apply other objects, and prune them when they are deleted. */
export const reconcilers = ['Kustomization', 'HelmRelease', 'ResourceSet'];

/** Annotations and labels that keep an object when what applied it is deleted (https://fluxcd.io/flux/components/kustomize/kustomizations/#prune). */
const keepingAnnotations = ['kustomize.toolkit.fluxcd.io/prune', 'kustomize.toolkit.fluxcd.io/reconcile'];

/** Whether an object survives the Kustomization that applied it. */
export function isKept({ metadata }: Pick<FluxObject, 'metadata'>): boolean {
  return keepingAnnotations.some((annotation) => metadata.annotations?.[annotation] === 'disabled');
}

/**
 * Whether what an object applied survives it: a Kustomization without pruning or with the deletion policy Orphan, and
 * everything that is suspended.
 */
export function keepsWhatItApplied({ kind, spec, metadata }: FluxObject): boolean {
  if (spec?.suspend === true) return true;
  if (kind === 'ResourceSet')
    return metadata.annotations?.['fluxcd.controlplane.io/reconcile'] === 'disabled';
  if (kind !== 'Kustomization') return false;
  const { prune, deletionPolicy = 'MirrorPrune' } = spec ?? {};
  return deletionPolicy === 'Orphan' || (deletionPolicy === 'MirrorPrune' && prune === false);
}
