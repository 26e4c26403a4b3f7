import { refusals, type UpgradeRequest } from '../../../../ops/commands/upgrade/rules';
import { parseVersion } from '../../../../lib/validation/version';

function versions(operator: string, flux: string) {
  return { operator: parseVersion(operator), flux: parseVersion(flux) };
}

function reasons(
  from: [string, string],
  to: [string, string],
  more: Partial<UpgradeRequest> = {},
): readonly string[] {
  return refusals({
    from: versions(...from),
    to: versions(...to),
    ownedByGit: false,
    hasArtifact: false,
    ...more,
  });
}

test.each<[[string, string], [string, string]]>([
  [
    ['0.59.0', '2.7.3'],
    ['0.59.0', '2.8.8'],
  ],
  [
    ['0.59.0', '2.7.3'],
    ['0.59.1', '2.7.3'],
  ],
  [
    ['0.33.0', '2.7.3'],
    ['0.59.0', '2.8.8'],
  ],
  [
    ['0.59.0', '2.7.3'],
    ['0.59.0', '2.7.x'],
  ],
  [
    ['0.59.0', '2.7.x'],
    ['0.59.0', '2.8.x'],
  ],
])('%j to %j is allowed', (from, to) => {
  expect(reasons(from, to)).toEqual([]);
});

test.each<[string, [string, string], [string, string], string]>([
  [
    'two minor releases of Flux',
    ['0.59.0', '2.7.3'],
    ['0.59.0', '2.9.5'],
    'Flux: 2.9.5 is more than one minor release from 2.7.3.',
  ],
  ['an older Flux', ['0.59.0', '2.7.3'], ['0.59.0', '2.7.2'], 'Flux: 2.7.2 is older than 2.7.3.'],
  ['an older operator', ['0.59.0', '2.7.3'], ['0.58.0', '2.7.3'], 'operator: 0.58.0 is older than 0.59.0.'],
  [
    'a Flux that the operator does not have',
    ['0.33.0', '2.7.3'],
    ['0.33.0', '2.8.0'],
    'ops upgrade --operator 0.42.0, or newer.',
  ],
  [
    'a patch that the operator does not have',
    ['0.59.0', '2.9.5'],
    ['0.59.0', '2.9.6'],
    'No release of the operator is known',
  ],
])('%s is refused', (_, from, to, expected) => {
  expect(reasons(from, to).join('\n')).toContain(expected);
});

test('a cluster behind Git counts, too', () => {
  const running = versions('0.59.0', '2.6.4');
  expect(reasons(['0.59.0', '2.7.3'], ['0.59.0', '2.8.8'], { running })).toEqual([
    'Flux: 2.8.8 is more than one minor release from 2.6.4, which the cluster runs. Allowed: 2.6 and 2.7. Upgrade to 2.7 first, and deploy it.',
  ]);
});

test('Git, which applies both files at once, takes one after the other', () => {
  const request = { running: versions('0.33.0', '2.7.3'), ownedByGit: true };
  expect(reasons(['0.33.0', '2.7.3'], ['0.59.0', '2.8.8'], request).join()).toContain(
    'Push the operator alone',
  );
});

test('an artifact with newer manifests lifts what the operator ships', () => {
  expect(reasons(['0.33.0', '2.7.3'], ['0.33.0', '2.8.0'], { hasArtifact: true })).toEqual([]);
});
