import { groups, isHelmRelease, isKustomization, isResourceSet, type Manifest } from './manifest';

const { kustomize, operator } = groups;

/**
 * Whether an object has a label or annotation with a value. Flux ignores the value's case
 * (https://pkg.go.dev/github.com/fluxcd/pkg/ssa/utils#AnyInMetadata).
 */
export function hasMark({ metadata }: Manifest, name: string, value: string): boolean {
  return [metadata.labels?.[name], metadata.annotations?.[name]].some(
    (found) => found?.toLowerCase() === value.toLowerCase(),
  );
}

/** What keeps an object when what applied it prunes: https://fluxcd.io/flux/components/kustomize/kustomizations/#prune */
const keepingMarks = [
  [`${kustomize}/prune`, 'disabled'],
  [`${kustomize}/reconcile`, 'disabled'],
  [`${kustomize}/ssa`, 'ignore'],
] as const;

/** Whether an object survives although the object that applied it deletes what it no longer applies. */
export function isKept(applier: Manifest, object: Manifest): boolean {
  const marks = isKustomization(applier) ? keepingMarks : ([[`${operator}/prune`, 'disabled']] as const);
  return marks.some(([name, value]) => hasMark(object, name, value));
}

/** Whether an object has the labels of the object that applied it last. Flux deletes only what still has them. */
export function isOwnedBy(applier: Manifest, object: Manifest): boolean {
  const group = isKustomization(applier)
    ? kustomize
    : isResourceSet(applier)
      ? `resourceset.${operator}`
      : operator;
  const { labels = {} } = object.metadata;
  return (
    labels[`${group}/name`] === applier.metadata.name &&
    labels[`${group}/namespace`] === (applier.metadata.namespace ?? '')
  );
}

/** Whether Flux leaves an object as it is although it is built: its specification in the cluster stays. */
export function isLeftAsItIs(built: Manifest, live: Manifest | undefined): boolean {
  const skips = (object: Manifest) =>
    hasMark(object, `${kustomize}/reconcile`, 'disabled') || hasMark(object, `${kustomize}/ssa`, 'ignore');
  return (
    skips(built) ||
    (live !== undefined && (skips(live) || hasMark(built, `${kustomize}/ssa`, 'ifNotPresent')))
  );
}

/** Whether an object applies and prunes nothing until someone changes that. */
export function isPaused(applier: Manifest): boolean {
  return isKustomization(applier) || isHelmRelease(applier)
    ? applier.spec?.suspend === true
    : applier.metadata.annotations?.[`${operator}/reconcile`]?.toLowerCase() === 'disabled';
}

/** Whether an object deletes what it no longer applies, while it goes on. */
export function prunes(applier: Manifest): boolean {
  return !isPaused(applier) && (!isKustomization(applier) || applier.spec?.prune === true);
}

/** Whether what an object applied goes with it: https://fluxcd.io/flux/components/kustomize/kustomizations/#deletion-policy */
export function deletesWhatItApplied(applier: Manifest): boolean {
  if (isPaused(applier)) return false;
  if (!isKustomization(applier)) return true;
  const { prune, deletionPolicy = 'MirrorPrune' } = applier.spec ?? {};
  return deletionPolicy === 'MirrorPrune' ? prune === true : deletionPolicy !== 'Orphan';
}

/** The annotation with which a chart keeps an object: https://helm.sh/docs/howto/charts_tips_and_tricks/#tell-helm-not-to-uninstall-a-resource */
export function isKeptByHelm({ metadata }: Manifest): boolean {
  return metadata.annotations?.['helm.sh/resource-policy']?.trim().toLowerCase() === 'keep';
}

/** Whether Helm leaves an object when a chart no longer has it. Then, unlike at an uninstall, the object in the cluster decides. */
export function keepsOnUpgrade({ metadata }: Manifest): boolean {
  return metadata.annotations?.['helm.sh/resource-policy'] === 'keep';
}

/** Whether Helm created an object from a chart's templates. What comes from a chart's folder `crds/` stays. */
export function isOfRelease({ metadata }: Manifest): boolean {
  return metadata.annotations?.['meta.helm.sh/release-name'] !== undefined;
}
