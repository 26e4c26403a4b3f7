import type { Binaries } from '../build/binaries.js';

/** The programs that stand for container images. */
export type ProgramBinaries = Pick<
  Binaries,
  'fluxOperator' | 'fluxOperatorCli' | 'sourceController' | 'kustomizeController' | 'helmController'
>;

/** What a pod's arguments and environment are rewritten to: everything that differs between a container and a process. */
export interface HostContext {
  /** The loopback port that stands for a port of the container. */
  readonly port: (containerPort: number) => number;
  /** The loopback port that leads to the workload's pod, whichever it is, as a Service would. */
  readonly servicePort: (containerPort: number) => number;
  /** The Flux Operator's distribution data on this machine. */
  readonly fluxOperatorData: string;
}

/** A flag whose value from the pod does not fit a process of this machine. */
export interface FlagRule {
  readonly flag: string;
  /** What the program listens on when the pod does not set the flag; only for flags that are a listening address. */
  readonly listensOn?: number;
  /** The value that replaces the pod's. @default the loopback address that stands for the pod's port */
  readonly value?: (context: HostContext) => string;
  /** True when the flag may stand without a value (`--flag`), so that the next argument is not its value. */
  readonly isSwitch?: boolean;
  readonly reason: string;
}

/** An image that runs as a process of this machine instead of being simulated. */
export interface Program {
  /** The image's name without registry, tag and digest. */
  readonly image: string;
  readonly binary: keyof ProgramBinaries;
  /** The name of the program inside the image; a container's `command` must name it. */
  readonly entrypoint: string;
  readonly flags: readonly FlagRule[];
  /** Set last, so it wins over the pod's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

const metricsFlag: FlagRule = {
  flag: '--metrics-addr',
  listensOn: 8080,
  reason: 'All pods share one loopback interface.',
};

const noLeaderElection: FlagRule = {
  flag: '--enable-leader-election',
  value: () => 'false',
  isSwitch: true,
  reason:
    'controller-runtime reads the namespace of the lease from a fixed path of the container ' +
    '(/var/run/secrets/kubernetes.io/serviceaccount/namespace) and gives up without it.',
};

const fluxFlags: readonly FlagRule[] = [
  metricsFlag,
  { flag: '--health-addr', listensOn: 9440, reason: 'All pods share one loopback interface.' },
  noLeaderElection,
  {
    flag: '--events-addr',
    value: () => '',
    reason: 'The notification-controller is simulated: nothing receives events.',
  },
];

/** The images that have a program, with everything that is changed about them. */
export const programs: readonly Program[] = [
  {
    image: 'flux-operator',
    binary: 'fluxOperator',
    entrypoint: 'flux-operator',
    flags: [
      metricsFlag,
      { flag: '--health-addr', listensOn: 8081, reason: 'All pods share one loopback interface.' },
      noLeaderElection,
      {
        flag: '--storage-path',
        value: (context) => context.fluxOperatorData,
        reason: 'The image carries the distribution data under /data.',
      },
    ],
    environment: {
      // The image is built with GOFIPS140; the program refuses to start without FIPS 140-3 mode.
      GODEBUG: 'fips140=on',
      // The Go module carries no web assets, and the web server would listen on every interface.
      WEB_SERVER_PORT: '0',
      // Nothing receives events, and the operator would try for 15 s before it calls an instance Ready.
      NOTIFICATIONS_DISABLED: 'true',
    },
  },
  {
    image: 'flux-operator-cli',
    binary: 'fluxOperatorCli',
    entrypoint: 'flux-operator',
    flags: [],
    environment: {},
  },
  {
    image: 'source-controller',
    binary: 'sourceController',
    entrypoint: 'source-controller',
    flags: [
      ...fluxFlags,
      { flag: '--storage-addr', listensOn: 9090, reason: 'All pods share one loopback interface.' },
      {
        flag: '--storage-adv-addr',
        value: (context) => `127.0.0.1:${context.servicePort(9090)}`,
        reason: 'Service names do not resolve on this machine.',
      },
    ],
    environment: {},
  },
  {
    image: 'kustomize-controller',
    binary: 'kustomizeController',
    entrypoint: 'kustomize-controller',
    flags: fluxFlags,
    environment: {},
  },
  {
    image: 'helm-controller',
    binary: 'helmController',
    entrypoint: 'helm-controller',
    flags: fluxFlags,
    environment: {},
  },
];
