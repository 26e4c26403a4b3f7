import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackName } from '../../../lib/terraform/contracts';
import { beginFault } from '../../../sandbox/src/faults';
import { checkout } from '../../support/synth';
import type { Command } from './command';
import { helmReleases } from './existing';

/** A point in the course of a command. */
export interface Moment {
  readonly stack: StackName;
  readonly verb: 'deploy' | 'destroy';
  /** What the command writes shortly before. */
  readonly event: RegExp;
  /**
   * The call of AWS that is under way: a regular expression for its name. `begun`: it took effect and is not answered yet.
   * `answered`: what it asked for is still on its way. @default - the event is enough
   */
  readonly call?: { readonly name: string; readonly is: 'begun' | 'answered' };
  /** The release that Helm is at, and its status meanwhile. @default - the event is enough */
  readonly release?: { readonly name: string; readonly status: string };
}

const network = { stack: 'network' } as const;
const cluster = { stack: 'cluster' } as const;
const operator = { stack: 'flux-operator' } as const;
const instance = { stack: 'flux-instance' } as const;
const deploy = { verb: 'deploy' } as const;
const destroy = { verb: 'destroy' } as const;

/** Made from the addresses and calls that a deploy and a destroy of the sandbox show. */
export const moments = {
  'CreateVpc is under way': {
    ...network,
    ...deploy,
    event: /aws_vpc\.\S+: Creating\.\.\./,
    call: { name: 'CreateVpc', is: 'begun' },
  },
  'the VPC is made': {
    ...network,
    ...deploy,
    event: /aws_vpc\.\S+: Creating\.\.\./,
    call: { name: 'CreateVpc', is: 'answered' },
  },
  'CreateNatGateway is under way': {
    ...network,
    ...deploy,
    event: /aws_nat_gateway\.\S+: Creating\.\.\./,
    call: { name: 'CreateNatGateway', is: 'begun' },
  },
  'the NAT gateway is removed': {
    ...network,
    ...destroy,
    event: /aws_nat_gateway\.\S+: Destroying\.\.\./,
    call: { name: 'DeleteNatGateway', is: 'begun' },
  },
  'DeleteVpc is under way': {
    ...network,
    ...destroy,
    event: /aws_vpc\.\S+: Destroying\.\.\./,
    call: { name: 'DeleteVpc$', is: 'begun' },
  },
  'EKS makes the cluster': {
    ...cluster,
    ...deploy,
    event: /aws_eks_cluster\.\S+: Creating\.\.\./,
    call: { name: 'POST /clusters$', is: 'begun' },
  },
  'EKS makes the node group': {
    ...cluster,
    ...deploy,
    event: /aws_eks_node_group\.\S+: Creating\.\.\./,
    call: { name: 'POST /clusters/[^/]+/node-groups$', is: 'begun' },
  },
  'EKS removes the node group': {
    ...cluster,
    ...destroy,
    event: /aws_eks_node_group\.\S+: Destroying\.\.\./,
    call: { name: 'DELETE /clusters/[^/]+/node-groups/', is: 'begun' },
  },
  'EKS removes the cluster': {
    ...cluster,
    ...destroy,
    event: /aws_eks_cluster\.\S+: Destroying\.\.\./,
    call: { name: 'DELETE /clusters/[^/]+$', is: 'answered' },
  },
  'the namespace is made': {
    ...operator,
    ...deploy,
    event: /kubernetes_namespace_v1\.namespace: Creating\.\.\./,
  },
  'Helm installs the operator': {
    ...operator,
    ...deploy,
    event: /helm_release\.operator_\S+: Creating\.\.\./,
    release: { name: 'flux-operator', status: 'pending-install' },
  },
  'Helm removes the operator': {
    ...operator,
    ...destroy,
    event: /helm_release\.operator_\S+: Destroying\.\.\./,
  },
  'the namespace is removed': {
    ...operator,
    ...destroy,
    event: /kubernetes_namespace_v1\.namespace: Destroying\.\.\./,
  },
  'Helm installs the instance': {
    ...instance,
    ...deploy,
    event: /helm_release\.instance_\S+: Creating\.\.\./,
  },
  'Flux gets Ready': {
    ...instance,
    ...deploy,
    event: /terraform_data\.flux_readiness: Creating\.\.\./,
  },
  'Flux is uninstalled': {
    ...instance,
    ...destroy,
    event: /terraform_data\.flux_uninstall: Destroying\.\.\./,
  },
  'Helm removes the instance': {
    ...instance,
    ...destroy,
    event: /helm_release\.instance_\S+: Destroying\.\.\./,
    release: { name: 'flux-instance', status: 'uninstalling' },
  },
} satisfies Readonly<Record<string, Moment>>;

export type MomentName = keyof typeof moments;

const daemonLog = join(checkout, '.sandbox/logs/daemon.log');

/**
 * Starts a command and waits until it is at a moment.
 *
 * @throws when it ends before, with what it wrote
 */
export async function commandAt({ event, call, release }: Moment, start: () => Command): Promise<Command> {
  const before = readFileSync(daemonLog).length;
  const end = call === undefined ? () => undefined : beginFault('aws-slow', { detail: call.name });
  try {
    const command = start();
    await reached(command, () => event.test(command.output));
    if (call !== undefined) {
      const line = new RegExp(
        `${call.name.replace(/\$$/, '')}.* ${call.is === 'begun' ? 'took effect' : 'is answered'}`,
      );
      await reached(command, () => line.test(readFileSync(daemonLog).subarray(before).toString('utf8')));
    }
    if (release !== undefined)
      await reached(command, async () => isOver.test(command.output) || (await isAt(release)));
    return command;
  } finally {
    end();
  }
}

/** The status of a release can pass too fast to be seen. */
const isOver = /helm_release\.\S+: (Creation|Destruction) complete/;

async function isAt(release: { readonly name: string; readonly status: string }): Promise<boolean> {
  return (await helmReleases()).some(
    ({ name, status }) => name === release.name && status === release.status,
  );
}

async function reached(command: Command, isThere: () => boolean | Promise<boolean>): Promise<void> {
  let ended = false;
  void command.status.then(() => (ended = true));
  while (!(await isThere())) {
    if (ended) throw new Error(`The command ended before the moment came:\n${command.output.slice(-4000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
