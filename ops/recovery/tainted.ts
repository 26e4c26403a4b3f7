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

/** Types whose creation AWS may fail after it was asked for, so that nothing but a new one helps. */
const canFail = ['aws_eks_cluster', 'aws_eks_node_group', 'aws_eks_addon'];

/**
 * The addresses to untaint before a plan: what an interrupt cut short while it was made. Terraform would replace it, and with a
 * cluster everything in it; untainted it is looked at, and only what is missing is added. What does not exist any more drops
 * out of the state by itself. Two kinds stay tainted: what AWS failed to make, and `terraform_data`, whose provisioner must run
 * again.
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
