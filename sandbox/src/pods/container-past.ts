import type { V1ContainerStatus } from '@kubernetes/client-node';
import { restarts, type ContainerView } from './pod-status.js';

/**
 * What the status of a pod says about a container that ran under an earlier runner, whose process is gone. It counts as
 * ended with the reason and exit code that a kubelet gives to a container that it lost.
 */
export function containerPast(
  status: V1ContainerStatus | undefined,
  restartPolicy: string | undefined,
): Pick<ContainerView, 'state' | 'lastState' | 'restartCount' | 'finished'> | undefined {
  if (status === undefined) return undefined;
  const ended = status.state?.terminated ?? status.lastState?.terminated;
  const startedAt = status.state?.running?.startedAt;
  const lost =
    startedAt === undefined
      ? ended
      : {
          exitCode: 137,
          reason: 'ContainerStatusUnknown',
          message: 'The container could not be located when the sandbox was started',
          startedAt,
          finishedAt: new Date(),
        };
  if (lost === undefined) return undefined;
  const finished = !restarts(restartPolicy, lost.exitCode);
  return {
    state: finished ? { terminated: lost } : { waiting: { reason: 'ContainerCreating' } },
    lastState: finished ? (status.lastState ?? {}) : { terminated: lost },
    restartCount: status.restartCount + (finished ? 0 : 1),
    finished,
  };
}
