import type { FleetConfig } from '../../lib/fleet/schema';
import type { AwsClients } from './aws-clients';
import { lookupIn } from './lookup';
import { PlannedResource } from './planned-resources';
import type { StackState, StateResource } from './stack-state';
import { untilSettled, type UntilSettledProps } from './until-settled';

export interface TaintedProps extends UntilSettledProps {
  readonly state: StackState;
  readonly fleet: FleetConfig;
  /** @default - those of the environment */
  readonly clients?: AwsClients;
}

/** Types whose creation AWS accepts and may still fail: only a new one helps. */
const canFail = ['aws_eks_cluster', 'aws_eks_node_group', 'aws_eks_addon'];

/**
 * The addresses to untaint before a plan: resources whose creation was interrupted. Terraform would replace them, and with a
 * cluster everything in it. Untainted, a resource is read, and only what is missing is added; one that no longer exists drops out
 * of the state. Two kinds stay tainted: what AWS failed to create, and `terraform_data`, whose provisioner must run again.
 */
export async function toUntaint(props: TaintedProps): Promise<readonly string[]> {
  const tainted = props.state.resources.filter(
    ({ tainted, type }) => tainted && /^(aws|kubernetes)_|^helm_release$/.test(type),
  );
  const failed = await failedAmong(
    tainted.filter(({ type }) => canFail.includes(type)),
    props,
  );
  return tainted.map(({ address }) => address).filter((address) => !failed.includes(address));
}

async function failedAmong(
  resources: readonly StateResource[],
  props: TaintedProps,
): Promise<readonly string[]> {
  if (resources.length === 0) return [];
  const { fleet, say, clients } = props;
  const { findUnknown } = await import('./unknown-resources.js');
  const lookup = await lookupIn({ fleet, inStates: [], clients });
  const asked = resources.map(
    ({ address, type, attributes }) => new PlannedResource(address, type, attributes),
  );
  const { known, foreign, notKnown } = await untilSettled(
    () => findUnknown(asked, lookup),
    ({ known }) => known,
    props,
  );
  for (const reason of notKnown) say(`Not known whether AWS failed to make it, so it is kept: ${reason}`);
  const failed = [...known, ...foreign].filter(({ condition }) => condition === 'failed');
  for (const { type, name, status } of failed)
    say(`${type} ${name} is in the status ${status}, so the plan replaces it.`);
  return failed.map(({ address }) => address);
}
