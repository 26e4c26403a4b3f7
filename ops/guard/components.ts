import { componentOf } from '../cluster/components';
import { isFluxGroup } from '../cluster/flux-cluster';
import type { Before } from './before';
import { describeId, type ObjectId } from './manifest';

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
  before: Pick<Before, 'all' | 'isLive' | 'unreadable'>,
): ComponentFaults {
  const refusals: string[] = [];
  const unknowns: string[] = [];
  for (const component of removed) {
    const isOfComponent = ({ group, kind }: Pick<ObjectId, 'group' | 'kind'>) =>
      isFluxGroup(group) && componentOf[kind] === component;
    const found = before.all().filter(isOfComponent).map(describeId);
    const isKnown =
      before.isLive && before.unreadable((group, kind) => isOfComponent({ group, kind })).length === 0;
    if (found.length > 0) refusals.push(refusal(component, found));
    else if (!isKnown)
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
