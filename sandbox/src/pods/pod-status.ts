import { constants } from 'node:os';
import type {
  V1Container,
  V1ContainerState,
  V1ContainerStatus,
  V1Pod,
  V1PodCondition,
  V1PodStatus,
} from '@kubernetes/client-node';
import type { ProcessExit } from '../processes/managed-process.js';

/** What is known of one container at one moment. */
export interface ContainerView {
  readonly container: V1Container;
  readonly state: V1ContainerState;
  readonly lastState: V1ContainerState;
  readonly restartCount: number;
  readonly ready: boolean;
  readonly started: boolean;
  /** True when the container has ended and will not be started again. */
  readonly finished: boolean;
  readonly containerID: string | undefined;
  /** The program that stands for the image. */
  readonly imageID: string;
}

/** The exit code as a container runtime tells it: 128 plus the signal's number for a killed process. */
export function exitCode(exit: ProcessExit): number {
  if (exit.code !== null) return exit.code;
  return 128 + (exit.signal === null ? 0 : constants.signals[exit.signal]);
}

/** Whether a container that ended is started again. */
export function restarts(restartPolicy: string | undefined, code: number): boolean {
  if (restartPolicy === 'Never') return false;
  return restartPolicy !== 'OnFailure' || code !== 0;
}

function containerStatus(view: ContainerView): V1ContainerStatus {
  return {
    name: view.container.name,
    image: view.container.image ?? '',
    imageID: view.imageID,
    containerID: view.containerID,
    ready: view.ready,
    started: view.started,
    restartCount: view.restartCount,
    state: view.state,
    lastState: view.lastState,
  };
}

function completedInitStatus(container: V1Container, at: Date): V1ContainerStatus {
  return {
    name: container.name,
    image: container.image ?? '',
    imageID: '',
    ready: true,
    started: false,
    restartCount: 0,
    state: { terminated: { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at } },
  };
}

/** The phase that follows from the containers, as a kubelet derives it. */
export function podPhase(views: readonly ContainerView[]): 'Pending' | 'Running' | 'Succeeded' | 'Failed' {
  if (views.every((view) => view.finished)) {
    return views.every((view) => view.state.terminated?.exitCode === 0) ? 'Succeeded' : 'Failed';
  }
  const hasStarted = (view: ContainerView): boolean =>
    view.state.waiting === undefined || view.lastState.terminated !== undefined;
  return views.every(hasStarted) ? 'Running' : 'Pending';
}

function conditions(
  views: readonly ContainerView[],
  phase: string,
  previous: readonly V1PodCondition[],
  now: Date,
): V1PodCondition[] {
  const unready = views.filter((view) => !view.ready).map((view) => view.container.name);
  const done = phase === 'Succeeded' || phase === 'Failed';
  const notReady = {
    reason: phase === 'Succeeded' ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady',
    message: done ? undefined : `containers with unready status: [${unready.join(' ')}]`,
  };
  const wanted: [type: string, holds: boolean][] = [
    ['PodReadyToStartContainers', !done],
    ['Initialized', true],
    ['Ready', unready.length === 0],
    ['ContainersReady', unready.length === 0],
  ];
  return wanted.map(([type, holds]) => {
    const status = holds ? 'True' : 'False';
    const before = previous.find((condition) => condition.type === type);
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
    const why = !holds && type.endsWith('Ready') ? notReady : {};
    return { type, status, lastTransitionTime, ...why };
  });
}

/** The status that a kubelet writes for a pod; conditions of others (such as PodScheduled) are left out. */
export function podStatus(props: {
  readonly pod: V1Pod;
  readonly views: readonly ContainerView[];
  /** The conditions of the status written before. */
  readonly previous: readonly V1PodCondition[];
  readonly hostIP: string;
  readonly podIP: string;
  readonly startTime: Date;
  readonly now: Date;
}): V1PodStatus {
  const phase = podPhase(props.views);
  const initContainers = props.pod.spec?.initContainers ?? [];
  return {
    phase,
    observedGeneration: props.pod.metadata?.generation,
    startTime: props.startTime,
    ...(props.hostIP === '' ? {} : { hostIP: props.hostIP, hostIPs: [{ ip: props.hostIP }] }),
    podIP: props.podIP,
    podIPs: [{ ip: props.podIP }],
    qosClass: props.pod.status?.qosClass,
    conditions: conditions(props.views, phase, props.previous, props.now),
    containerStatuses: props.views.map(containerStatus),
    ...(initContainers.length === 0
      ? {}
      : {
          initContainerStatuses: initContainers.map((container) =>
            completedInitStatus(container, props.startTime),
          ),
        }),
  };
}
