import { refusals, type UpgradeRequest } from '../../../../ops/commands/upgrade/rules';
import { fluxVersion } from '../../../../lib/flux/flux-releases';
import { parseVersion } from '../../../../lib/validation/version';

function versions(operator: string, flux: string) {
  return { operator: parseVersion(operator), flux: fluxVersion(flux, parseVersion(operator)) };
}

function reasons(
  from: [string, string],
  to: [string, string],
  more: Partial<UpgradeRequest> = {},
): readonly string[] {
  return refusals({
    from: versions(...from),
    to: versions(...to),
    kubernetes: '1.34',
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
  [
    ['0.50.0', '2.x'],
    ['0.59.0', '2.x'],
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

test('Git may take an operator that moves 2.x', () => {
  const request = { running: versions('0.50.0', '2.8.8'), ownedByGit: true };
  expect(reasons(['0.50.0', '2.x'], ['0.59.0', '2.x'], request)).toEqual([]);
});

test('an artifact lifts the patch releases that the operator ships', () => {
  expect(reasons(['0.59.0', '2.9.5'], ['0.59.0', '2.9.6'], { hasArtifact: true })).toEqual([]);
});

test('an artifact does not lift the minor releases that the operator ships', () => {
  expect(reasons(['0.33.0', '2.7.3'], ['0.33.0', '2.8.0'], { hasArtifact: true }).join()).toContain(
    'ops upgrade --operator 0.42.0, or newer.',
  );
});

test('2.x moves with the operator, and by one minor release at most', () => {
  expect(reasons(['0.33.0', '2.x'], ['0.59.0', '2.x'])).toEqual([
    'Flux: 2.x (2.9) is more than one minor release from 2.x (2.7). Allowed: 2.7 and 2.8. Upgrade to 2.8 first, and deploy it.',
  ]);
});

test('a release that upstream does not support on the Kubernetes of the fleet is refused', () => {
  expect(reasons(['0.59.0', '2.7.3'], ['0.59.0', '2.8.8'], { kubernetes: '1.36' })).toEqual([
    'Flux: upstream does not support 2.8.8 on Kubernetes 1.36, which the fleet has. Allowed: Kubernetes 1.33 to 1.35. Upgrade the one that is behind first.',
  ]);
});
