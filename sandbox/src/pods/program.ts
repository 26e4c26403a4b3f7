import type { BuildSetName } from '../build/build-sets.js';

/** What a pod's arguments and environment are rewritten to: everything that differs between a container and a process. */
export interface HostContext {
  /** The loopback port that stands for a port of the container. */
  readonly port: (containerPort: number) => number;
  /** The loopback port that leads to the workload's pod, whichever it is, as a Service would. */
  readonly servicePort: (containerPort: number) => number;
  /** The path on this machine that stands for a path of the container. */
  readonly path: (containerPath: string) => string;
  /** The Flux Operator's distribution data on this machine. */
  readonly fluxOperatorData: string;
}

/** A flag whose value from the pod does not fit a process of this machine. */
export interface FlagRule {
  readonly flag: string;
  /** What the program listens on when the pod does not set the flag; only for flags that are a listening address. */
  readonly listensOn?: number;
  /** The value that replaces the pod's. @default the loopback address that stands for the pod's port */
  readonly value?: (context: HostContext, podValue?: string) => string;
  /** True when the flag may stand without a value (`--flag`), so that the next argument is not its value. */
  readonly isSwitch?: boolean;
  readonly reason: string;
}

/** An image that runs as a process of this machine instead of being simulated. */
export interface Program {
  /** The image's name without registry, tag and digest. */
  readonly image: string;
  /** The minor release whose tags the program stands for, such as `v1.9`. @default - every tag, and none */
  readonly release?: string;
  /** The set that it is built with, and its name there. */
  readonly set: BuildSetName;
  readonly binary: string;
  /** The name of the program inside the image; a container's `command` must name it. */
  readonly entrypoint: string;
  readonly flags: readonly FlagRule[];
  /** Set last, so it wins over the pod's environment; a function makes a variable from what the pod has. */
  readonly environment: Readonly<
    Record<string, string | ((context: HostContext, podValue?: string) => string)>
  >;
  /** Ports of the container that people reach at an address that stays, if the program listens there. @default none */
  readonly servicePorts?: readonly number[];
}

/** A listener that moves to a loopback port of its own. */
export function listener(flag: string, listensOn: number): FlagRule {
  return { flag, listensOn, reason: 'All pods share one loopback interface.' };
}

export const noLeaderElection: FlagRule = {
  flag: '--enable-leader-election',
  value: () => 'false',
  isSwitch: true,
  reason:
    'controller-runtime reads the namespace of the lease from a fixed path of the container ' +
    '(/var/run/secrets/kubernetes.io/serviceaccount/namespace) and gives up without it.',
};
