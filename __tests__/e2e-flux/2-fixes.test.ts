import { parse, stringify } from 'yaml';
import { withResource } from '../e2e/support/canary-fleet';
import { applied } from './support/applied';
import {
  everythingReady,
  kubectl,
  kubectlJson,
  list,
  seconds,
  until,
  type KubernetesObject,
} from './support/cluster';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';

/** Without what the FluxInstance is patched with, these took up to 600 s and 300 s: the intervals and timeouts in the way. */
const limitSeconds = 100;
const root = 'gitops/clusters/sandbox/kustomization.yaml';
const release = 'gitops/applications/hello/helmrelease.yaml';

interface Kustomization extends KubernetesObject {
  readonly status?: { readonly lastAppliedRevision?: string; readonly lastAttemptedRevision?: string };
}

let clone: FleetClone;

beforeEach(async () => {
  await everythingReady(120);
  clone = await FleetClone.ofMain();
});
afterEach(async () => {
  await clone.revert();
  await everythingReady(180);
});

/** Two Kustomizations, each with what it depends on. */
function pair(dependsOn: Readonly<Record<'one' | 'other', readonly string[]>>): string {
  return Object.entries(dependsOn)
    .map(([name, names]) => ({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name, namespace: 'flux-system' },
      spec: {
        dependsOn: names.map((needed) => ({ name: needed })),
        interval: '10m',
        path: './pair',
        namePrefix: `${name}-`,
        prune: true,
        sourceRef: { kind: 'GitRepository', name: 'flux-system' },
      },
    }))
    .map((object) => stringify(object))
    .join('---\n');
}

/** Waits until every Kustomization has applied a revision. */
async function appliedByAll(revision: string): Promise<void> {
  await until(`${revision} to be applied by all`, 900, async () => {
    const kustomizations = await list<Kustomization>('kustomizations');
    const isNew = ({ status }: Kustomization) => status?.lastAppliedRevision?.endsWith(revision) === true;
    return kustomizations.every(isNew) ? true : undefined;
  });
}

test('fix: pushed after a dependency cycle was', async () => {
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'pair', namespace: 'flux-system' },
  };
  clone.write({
    [root]: withResource(clone.read(root), 'pair.yaml'),
    'pair/settings.yaml': stringify(settings),
    'gitops/clusters/sandbox/pair.yaml': pair({ one: ['other'], other: ['one'] }),
  });
  await applied(await clone.push());
  clone.write({ 'gitops/clusters/sandbox/pair.yaml': pair({ one: [], other: ['one'] }) });
  const revision = await clone.push();
  const time = await seconds(async () => await applied(revision, 900));
  measured(`${inSeconds(time)} until the root Kustomization has applied it`);
  expect(time).toBeLessThan(limitSeconds);
});

test('fix: pushed after a HelmRelease that never gets ready was', async () => {
  const manifest = parse(clone.read(release)) as { spec: { values: object } };
  const { values } = manifest.spec;
  clone.write({
    [release]: stringify({
      ...manifest,
      spec: { ...manifest.spec, values: { ...values, resources: { requests: { cpu: '1000' } } } },
    }),
  });
  const bad = await clone.push();
  await until('the health check of what never gets ready', 120, async () => {
    const { status } = await kubectlJson<Kustomization>([
      'get',
      'kustomization/applications',
      '--namespace=flux-system',
    ]);
    const { spec } = await kubectlJson<{ spec: { values: { resources?: object } } }>([
      'get',
      'helmrelease/hello',
      '--namespace=applications',
    ]);
    const pods = await kubectl([
      'get',
      'pods',
      '--namespace=applications',
      '--field-selector=status.phase=Pending',
      '--output=name',
    ]);
    const isTried =
      status?.lastAttemptedRevision?.endsWith(bad) === true && spec.values.resources !== undefined;
    return isTried && pods !== '' ? true : undefined;
  });
  clone.write({
    [release]: stringify({
      ...manifest,
      spec: { ...manifest.spec, values: { ...values, message: 'fixed' } },
    }),
  });
  const revision = await clone.push();
  const time = await seconds(async () => {
    await appliedByAll(revision);
    await everythingReady(600);
  });
  measured(`${inSeconds(time)} until everything has applied it and is Ready`);
  expect(time).toBeLessThan(limitSeconds);
});
