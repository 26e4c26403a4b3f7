import type { StackName } from '../../lib/terraform/contracts';
import type { StateKind } from './support/fleet-states';
import type { MomentName } from './support/moments';
import type { SignalName } from './support/signals';

/** An interrupt of one command. */
export interface Case {
  readonly signal: SignalName;
  readonly moment: MomentName;
  /** The stacks that are selected on the command line. */
  readonly selected: readonly StackName[] | '*';
  readonly state: StateKind;
  /** Whether `.ci/run` tries it. @default false */
  readonly ci?: true;
}

const network = ['network'] as const;
const cluster = ['cluster'] as const;
const below = ['network', 'cluster'] as const;
const operator = ['flux-operator'] as const;
const instance = ['flux-instance'] as const;
const flux = ['flux-operator', 'flux-instance'] as const;

/** One after the other they go up and down, so that most begin where the one before ended. */
export const cases: readonly Case[] = [
  { signal: 'Ctrl-C', moment: 'Flux is uninstalled', selected: '*', state: 'local', ci: true },

  { signal: 'Ctrl-C', moment: 'the VPC is made', selected: network, state: 'local', ci: true },
  { signal: 'SIGTERM to cdktf', moment: 'the NAT gateway is removed', selected: network, state: 'local' },
  { signal: 'SIGKILL of cdktf', moment: 'CreateVpc is under way', selected: network, state: 'local' },
  { signal: 'SIGKILL of terraform', moment: 'the NAT gateway is removed', selected: network, state: 'local' },
  {
    signal: 'SIGKILL of the aws provider',
    moment: 'CreateVpc is under way',
    selected: network,
    state: 'local',
  },
  { signal: 'SIGHUP to cdktf', moment: 'DeleteVpc is under way', selected: network, state: 'local' },
  { signal: 'SIGTERM to cdktf', moment: 'CreateNatGateway is under way', selected: below, state: 'local' },

  { signal: 'Ctrl-C', moment: 'EKS removes the node group', selected: below, state: 's3' },
  { signal: 'SIGHUP to cdktf', moment: 'CreateVpc is under way', selected: network, state: 's3', ci: true },
  {
    signal: 'SIGINT to the process group',
    moment: 'the NAT gateway is removed',
    selected: network,
    state: 's3',
  },
  {
    signal: 'SIGKILL of terraform',
    moment: 'CreateNatGateway is under way',
    selected: network,
    state: 's3',
    ci: true,
  },
  { signal: 'SIGKILL of cdktf', moment: 'EKS makes the node group', selected: cluster, state: 's3' },
  { signal: 'SIGTERM to cdktf', moment: 'EKS removes the cluster', selected: cluster, state: 's3' },
  { signal: 'SIGINT to the process group', moment: 'EKS makes the cluster', selected: cluster, state: 's3' },
  { signal: 'Ctrl-C', moment: 'Helm installs the operator', selected: flux, state: 's3' },
  { signal: 'Ctrl-C', moment: 'Flux is uninstalled', selected: flux, state: 's3' },

  { signal: 'SIGKILL of terraform', moment: 'EKS removes the node group', selected: cluster, state: 'local' },
  {
    signal: 'SIGKILL of the aws provider',
    moment: 'EKS makes the cluster',
    selected: cluster,
    state: 'local',
    ci: true,
  },
  { signal: 'SIGHUP to cdktf', moment: 'EKS removes the cluster', selected: cluster, state: 'local' },
  { signal: 'Ctrl-C typed twice', moment: 'EKS makes the cluster', selected: cluster, state: 'local' },

  {
    signal: 'SIGKILL of the helm provider',
    moment: 'Helm installs the operator',
    selected: operator,
    state: 'local',
    ci: true,
  },
  { signal: 'SIGTERM to cdktf', moment: 'Helm removes the operator', selected: operator, state: 'local' },
  {
    signal: 'SIGKILL of the kubernetes provider',
    moment: 'the namespace is made',
    selected: operator,
    state: 'local',
  },
  { signal: 'SIGKILL of cdktf', moment: 'the namespace is removed', selected: operator, state: 'local' },
  { signal: 'SIGHUP to cdktf', moment: 'Helm installs the operator', selected: operator, state: 'local' },
  { signal: 'SIGTERM to cdktf', moment: 'Helm installs the instance', selected: instance, state: 'local' },
  {
    signal: 'SIGKILL of the helm provider',
    moment: 'Helm removes the instance',
    selected: instance,
    state: 'local',
  },
  { signal: 'SIGKILL of terraform', moment: 'Flux gets Ready', selected: instance, state: 'local' },
  { signal: 'SIGHUP to cdktf', moment: 'Flux is uninstalled', selected: instance, state: 'local' },
  { signal: 'Ctrl-C', moment: 'Flux gets Ready', selected: instance, state: 'local', ci: true },
];
