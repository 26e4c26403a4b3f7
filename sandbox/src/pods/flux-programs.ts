import type { BuildSetName } from '../build/build-sets.js';
import { listener, noLeaderElection, type FlagRule, type Program } from './program.js';

const everywhere: readonly FlagRule[] = [
  listener('--metrics-addr', 8080),
  listener('--health-addr', 9440),
  noLeaderElection,
];

/** Of the controllers that serve artifacts. */
const artifactServer: readonly FlagRule[] = [
  listener('--storage-addr', 9090),
  {
    flag: '--storage-adv-addr',
    value: (context) => `127.0.0.1:${context.servicePort(9090)}`,
    reason: 'The URL of an artifact is also for programs that are no pods.',
  },
];

/** Of each controller, what it has beside the flags that all have. */
const ownFlags: Readonly<Record<string, readonly FlagRule[]>> = {
  'source-controller': artifactServer,
  'source-watcher': artifactServer,
  'notification-controller': [listener('--events-addr', 9090), listener('--receiverAddr', 9292)],
  'image-reflector-controller': [
    {
      flag: '--storage-path',
      value: (context, podValue) => context.path(podValue ?? '/data'),
      reason:
        "The pod leaves it at its default, which is a mount in the container and this machine's root here.",
    },
  ],
};

function controller(set: BuildSetName, image: string, release: string): Program {
  return {
    image,
    release,
    set,
    binary: image,
    entrypoint: image,
    flags: [...everywhere, ...(ownFlags[image] ?? [])],
    environment: {},
  };
}

/**
 * The controllers of Flux 2.9, and those of 2.7 for the rehearsal of upgrades. One patch release of each is built, and stands in for
 * all tags of its minor release.
 */
export const fluxPrograms: readonly Program[] = [
  controller('flux', 'source-controller', 'v1.9'),
  controller('flux', 'kustomize-controller', 'v1.9'),
  controller('flux', 'helm-controller', 'v1.6'),
  controller('flux', 'notification-controller', 'v1.9'),
  controller('flux', 'image-reflector-controller', 'v1.2'),
  controller('flux', 'image-automation-controller', 'v1.2'),
  controller('flux', 'source-watcher', 'v2.2'),
  controller('flux-2.7', 'source-controller', 'v1.7'),
  controller('flux-2.7', 'kustomize-controller', 'v1.7'),
  controller('flux-2.7', 'helm-controller', 'v1.4'),
];
