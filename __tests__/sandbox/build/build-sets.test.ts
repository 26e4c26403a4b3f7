import { buildSets } from '../../../sandbox/src/build/build-sets';
import { pinnedModule } from '../../../sandbox/src/build/pinned-versions';

test.each([
  ['kube', 'github.com/controlplaneio-fluxcd/flux-operator', (version: string) => version],
  ['flux', 'github.com/fluxcd/flux2/v2', (version: string) => version.replace('v', '')],
] as const)('the programs of %s say the version that is pinned', (set, module, written) => {
  expect(buildSets[set].variables?.['main.VERSION']).toBe(written(pinnedModule(set, module)));
});
