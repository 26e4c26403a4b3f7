import { parseVersion } from '../../../../lib/validation/version';
import { behaviorChanges } from '../../../../ops/commands/upgrade/behavior-changes';

const minors = (from: string, to: string): string[] => [
  ...new Set(behaviorChanges(parseVersion(from), parseVersion(to)).map((line) => line.split(':')[0]!)),
];

test('an upgrade tells of every minor release on its way', () => {
  expect(minors('2.7.3', '2.9.5')).toEqual(['Flux 2.8', 'Flux 2.9']);
});

test('an upgrade does not tell of the release that it starts from', () => {
  expect(minors('2.8.8', '2.9.5')).toEqual(['Flux 2.9']);
});

test('an upgrade to another patch release has nothing to tell', () => {
  expect(minors('2.9.4', '2.9.5')).toEqual([]);
});

test('strict substitution is told of before the upgrade to 2.9', () => {
  expect(behaviorChanges(parseVersion('2.8.8'), parseVersion('2.9.5')).join('\n')).toContain('${VARIABLE}');
});
