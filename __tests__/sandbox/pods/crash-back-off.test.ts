import { CrashBackOff } from '../../../sandbox/src/pods/crash-back-off.js';

function waits(...ranSeconds: readonly number[]): number[] {
  const backOff = new CrashBackOff();
  return ranSeconds.map((seconds) => backOff.after(seconds));
}

test('a container that keeps crashing waits longer each time, up to five minutes', () => {
  expect(waits(1, 1, 1, 1, 1, 1, 1, 1)).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
});

test('a container that ran for ten minutes starts from the beginning', () => {
  expect(waits(1, 1, 1, 600, 1)).toEqual([0, 10, 20, 0, 10]);
});
