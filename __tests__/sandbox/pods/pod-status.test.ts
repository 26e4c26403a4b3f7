import type { V1PodCondition, V1PodStatus } from '@kubernetes/client-node';
import { exitCode, podStatus, restarts, type ContainerView } from '../../../sandbox/src/pods/pod-status.js';

const now = new Date('2026-01-02T00:00:00Z');
const earlier = new Date('2026-01-01T00:00:00Z');

function view(changes: Partial<ContainerView> = {}): ContainerView {
  return {
    container: { name: 'manager', image: 'flux-operator:v1' },
    state: { running: { startedAt: earlier } },
    lastState: {},
    restartCount: 0,
    ready: true,
    started: true,
    finished: false,
    containerID: 'process://1',
    imageID: 'process:///bin/operator',
    ...changes,
  };
}

function ended(code: number): ContainerView {
  const state = { terminated: { exitCode: code, reason: code === 0 ? 'Completed' : 'Error' } };
  return view({ state, finished: true, ready: false, started: false });
}

function status(views: readonly ContainerView[], previous: readonly V1PodCondition[] = []): V1PodStatus {
  const pod = { metadata: { generation: 3 }, spec: { containers: [] } };
  return podStatus({
    pod,
    views,
    previous,
    hostIP: '10.0.1.10',
    podIP: '10.0.192.1',
    startTime: earlier,
    now,
  });
}

function condition(type: string, of: V1PodStatus): V1PodCondition | undefined {
  return of.conditions?.find((candidate) => candidate.type === type);
}

test.each([
  ['Running', 'a container runs', [view()]],
  ['Pending', 'a container waits for its first start', [view({ state: { waiting: {} }, ready: false })]],
  [
    'Running',
    'a container waits for its restart',
    [view({ state: { waiting: {} }, lastState: { terminated: { exitCode: 1 } }, ready: false })],
  ],
  ['Succeeded', 'all containers ended well', [ended(0), ended(0)]],
  ['Failed', 'one container ended badly', [ended(0), ended(2)]],
  ['Running', 'one of two containers still runs', [ended(0), view()]],
] as const)('the phase is %s when %s', (phase, _when, views) => {
  expect(status(views).phase).toBe(phase);
});

test('a pod is Ready when all its containers are', () => {
  expect(condition('Ready', status([view()]))?.status).toBe('True');
});

test('a pod that is not Ready names the containers', () => {
  expect(condition('Ready', status([view({ ready: false })]))).toMatchObject({
    status: 'False',
    reason: 'ContainersNotReady',
    message: 'containers with unready status: [manager]',
  });
});

test('a completed pod is not Ready for that reason', () => {
  expect(condition('Ready', status([ended(0)]))?.reason).toBe('PodCompleted');
});

test('a condition that did not change keeps its time', () => {
  const previous = [{ type: 'Ready', status: 'True', lastTransitionTime: earlier }];
  expect(condition('Ready', status([view()], previous))?.lastTransitionTime).toBe(earlier);
});

test('a condition that changed carries the time of now', () => {
  const previous = [{ type: 'Ready', status: 'False', lastTransitionTime: earlier }];
  expect(condition('Ready', status([view()], previous))?.lastTransitionTime).toBe(now);
});

test('the scheduler’s condition is left to the scheduler', () => {
  const previous = [{ type: 'PodScheduled', status: 'True', lastTransitionTime: earlier }];
  expect(condition('PodScheduled', status([view()], previous))).toBeUndefined();
});

test('the status carries the restarts and the state before', () => {
  const lastState = { terminated: { exitCode: 137, reason: 'Error' } };
  expect(status([view({ restartCount: 2, lastState })]).containerStatuses?.[0]).toMatchObject({
    restartCount: 2,
    lastState,
  });
});

test.each([
  [{ code: 0, signal: null }, 0],
  [{ code: 3, signal: null }, 3],
  [{ code: null, signal: 'SIGKILL' }, 137],
  [{ code: null, signal: 'SIGTERM' }, 143],
] as const)('the exit code of %j is %s', (exit, code) => {
  expect(exitCode(exit)).toBe(code);
});

test.each([
  ['Always', 0, true],
  ['Always', 1, true],
  [undefined, 0, true],
  ['OnFailure', 0, false],
  ['OnFailure', 1, true],
  ['Never', 1, false],
])(
  'with the restart policy %s a container that ended with %s is started again: %s',
  (policy, code, again) => {
    expect(restarts(policy, code)).toBe(again);
  },
);
