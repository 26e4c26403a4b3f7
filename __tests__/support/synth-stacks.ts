import { Testing } from 'cdktf';
import type { FleetConfig } from '../../lib/fleet/schema';
import type { FluxManifests } from '../../lib/flux/manifests/flux-manifests';
import type { StackName } from '../../lib/terraform/contracts';
import { stateLocation } from '../../lib/terraform/state-location';
import { ClusterStack } from '../../stacks/cluster';
import { FluxInstanceStack } from '../../stacks/flux-instance';
import { FluxOperatorStack } from '../../stacks/flux-operator';
import { NetworkStack } from '../../stacks/network';
import type { StackJson } from './synth';

/** What the four stacks of a fleet become, made in this process. */
export function synthStacks(fleet: FleetConfig, manifests: FluxManifests): Record<StackName, StackJson> {
  const app = Testing.app();
  const checkout = '../../..';
  const props = { fleet, manifests, checkout, state: stateLocation(fleet.state, checkout) };
  const stacks = {
    network: new NetworkStack(app, props),
    cluster: new ClusterStack(app, { ...props, fluxComponents: manifests.instance.spec.components }),
    'flux-operator': new FluxOperatorStack(app, props),
    'flux-instance': new FluxInstanceStack(app, { ...props, secretRevisions: {} }),
  };
  return Object.fromEntries(
    Object.entries(stacks).map(([name, stack]) => [
      name,
      JSON.parse(Testing.synth(stack, true)) as StackJson,
    ]),
  ) as Record<StackName, StackJson>;
}
