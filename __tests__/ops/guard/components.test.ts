import { Before } from '../../../ops/guard/before';
import type { LiveState } from '../../../ops/guard/build';
import { componentFaults } from '../../../ops/guard/components';
import { keyOfManifest, type Manifest } from '../../../ops/guard/manifest';

const release: Manifest = {
  apiVersion: 'helm.toolkit.fluxcd.io/v2',
  kind: 'HelmRelease',
  metadata: { name: 'hello', namespace: 'applications' },
};

function liveWith(objects: readonly Manifest[], unreadable: readonly string[] = []): LiveState {
  return {
    objects: new Map(objects.map((object) => [keyOfManifest(object), object])),
    unreadable: new Set(unreadable),
    releases: new Map(),
  };
}

const faultsOf = (removed: string, live?: LiveState) =>
  componentFaults([removed], new Before(new Map(), live));

test('a component is refused to go while an object of its kinds exists', () => {
  expect(faultsOf('helm-controller', liveWith([release])).refusals).toEqual([
    expect.stringContaining('HelmRelease/applications/hello'),
  ]);
});

test('a component of which there is no object may go', () => {
  expect(faultsOf('notification-controller', liveWith([release]))).toEqual({ refusals: [], unknowns: [] });
});

test('where the cluster was not asked, it is not known whether a component may go', () => {
  expect(faultsOf('helm-controller').unknowns).toEqual([expect.stringContaining('helm-controller')]);
});

test('where a kind can’t be read, it is not known whether its component may go', () => {
  const live = liveWith([], ['helm.toolkit.fluxcd.io/HelmRelease']);
  expect(faultsOf('helm-controller', live).unknowns).toEqual([expect.stringContaining('helm-controller')]);
});
