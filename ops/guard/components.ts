import type { Before } from './before';
import { describeId } from './manifest';

/** The kinds that go with each component of a FluxInstance: https://fluxcd.io/flux/components */
const kindsOf: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'source-controller': {
    'source.toolkit.fluxcd.io': ['GitRepository', 'OCIRepository', 'Bucket', 'HelmRepository', 'HelmChart'],
  },
  'kustomize-controller': { 'kustomize.toolkit.fluxcd.io': ['Kustomization'] },
  'helm-controller': { 'helm.toolkit.fluxcd.io': ['HelmRelease'] },
  'notification-controller': { 'notification.toolkit.fluxcd.io': ['Alert', 'Provider', 'Receiver'] },
  'image-reflector-controller': { 'image.toolkit.fluxcd.io': ['ImageRepository', 'ImagePolicy'] },
  'image-automation-controller': { 'image.toolkit.fluxcd.io': ['ImageUpdateAutomation'] },
  'source-watcher': { 'source.extensions.fluxcd.io': ['ArtifactGenerator'] },
};

/** What speaks against taking components out of a FluxInstance. */
export interface ComponentFaults {
  /** Why it is refused, whatever is confirmed. */
  readonly refusals: readonly string[];
  readonly unknowns: readonly string[];
}

/**
 * Taking a component out deletes the definitions of its kinds, and with its controller gone nobody frees their objects from
 * their finalizers: the definitions would never go, and nothing of the kind could be created again.
 */
export function componentFaults(
  removed: readonly string[],
  before: Pick<Before, 'ofKind' | 'isReadable'>,
): ComponentFaults {
  const refusals: string[] = [];
  const unknowns: string[] = [];
  for (const component of removed) {
    const kinds = Object.entries(kindsOf[component] ?? {}).flatMap(([group, names]) =>
      names.map((kind) => ({ group, kind })),
    );
    const found = kinds.flatMap(({ group, kind }) => before.ofKind(group, kind)).map(describeId);
    if (found.length > 0) refusals.push(refusal(component, found));
    else if (!kinds.every((kind) => before.isReadable(kind)))
      unknowns.push(`whether the cluster has objects of the kinds of ${component}, which goes`);
  }
  return { refusals, unknowns };
}

function refusal(component: string, found: readonly string[]): string {
  return [
    `Refused: ${component} would go while objects of its kinds exist. Nobody could delete them any more, and their definitions`,
    'would be stuck for ever. First delete them, let that reach the cluster, and then take the component out:',
    ...[...found].sort().map((object) => `  ${object}`),
  ].join('\n');
}
