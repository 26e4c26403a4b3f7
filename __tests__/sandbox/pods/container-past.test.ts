import type { V1ContainerStatus } from '@kubernetes/client-node';
import { containerPast } from '../../../sandbox/src/pods/container-past.js';

const startedAt = new Date('2026-01-01T00:00:00Z');
const running: V1ContainerStatus = {
  name: 'manager',
  image: 'i',
  imageID: '',
  ready: true,
  restartCount: 2,
  state: { running: { startedAt } },
};

test('a container without a status has no past', () => {
  expect(containerPast(undefined, 'Always')).toBeUndefined();
});

test('a container that never ran has no past', () => {
  expect(containerPast({ ...running, state: { waiting: {} } }, 'Always')).toBeUndefined();
});

test('a container that ran when the sandbox ended is started again and counts one restart more', () => {
  expect(containerPast(running, 'Always')).toMatchObject({ restartCount: 3, finished: false });
});

test('its end is told as that of a lost container', () => {
  expect(containerPast(running, 'Always')?.lastState.terminated).toMatchObject({
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    startedAt,
  });
});

test('a lost container that must not be restarted has failed', () => {
  expect(containerPast(running, 'Never')).toMatchObject({
    finished: true,
    restartCount: 2,
    state: { terminated: { exitCode: 137 } },
  });
});

test('a container that ended well stays ended where only failures restart', () => {
  const state = { terminated: { exitCode: 0, reason: 'Completed' } };
  expect(containerPast({ ...running, state }, 'OnFailure')).toMatchObject({ finished: true, state });
});
