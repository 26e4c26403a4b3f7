import type { CoreV1Event } from '@kubernetes/client-node';
import { newestEvents } from '../../../ops/cluster/events';

function event(reason: string, times: Partial<CoreV1Event>): CoreV1Event {
  return { reason, message: 'a message', metadata: {}, involvedObject: {}, ...times };
}

const minute = (value: number) => new Date(Date.UTC(2026, 0, 1, 0, value));

test('the newest events are the last by time, whatever their place in the list', () => {
  const events = [
    event('Third', { lastTimestamp: minute(3) }),
    event('First', { lastTimestamp: minute(1) }),
    event('Second', { lastTimestamp: minute(2) }),
  ];
  expect(newestEvents(events, 2)).toEqual(['Second: a message', 'Third: a message']);
});

test('an event that came again counts from its last time', () => {
  const again = {
    series: { count: 9, lastObservedTime: minute(9) },
    eventTime: minute(1),
  } as Partial<CoreV1Event>;
  const events = [event('Again', again), event('Once', { eventTime: minute(2) })];
  expect(newestEvents(events, 1)).toEqual(['Again: a message']);
});

test('events from before the wait are left out', () => {
  const events = [event('Old', { lastTimestamp: minute(1) }), event('New', { lastTimestamp: minute(3) })];
  expect(newestEvents(events, 2, minute(2).getTime())).toEqual(['New: a message']);
});
