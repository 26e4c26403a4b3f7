import { latePlaceholder } from '../../../../lib/flux/late-variables';
import type { FleetConfig } from '../../../../lib/fleet/schema';
import { parseFluxManifests } from '../../../../lib/flux/manifests/flux-manifests';
import { checkKubernetes } from '../../../../lib/flux/manifests/kubernetes-range';
import { configurationErrorOf, expectRefusal, fixture, parseDev } from '../../fleet/fixtures';
import { invalidManifests, parseManifests, validManifest } from './flux-manifest-fixtures';

describe.each(['flux-instance', 'flux-operator'] as const)('%s', (name) => {
  test.each(invalidManifests(name))('$name is refused', ({ text }) => {
    expectRefusal(text, () => parseManifests({ [name]: text }));
  });
});

test('a field of the definition that no stack reads needs no code', () => {
  const release = validManifest('flux-operator').replace('  releaseName', '  maxHistory: 3\n  releaseName');
  expect(parseManifests({ 'flux-operator': release }).operator.release.spec).toMatchObject({ maxHistory: 3 });
});

test.each([
  ['maxHistroy: 3', 'spec.maxHistroy', 'Did you mean spec.maxHistory? Rename or remove spec.maxHistroy.'],
  ['maxHistory: "3"', 'spec.maxHistory', 'Remove the quotes: maxHistory: 3.'],
])('%s is refused by the definition', (line, path, remedy) => {
  const release = validManifest('flux-operator').replace('  releaseName', `  ${line}\n  releaseName`);
  const { problems } = configurationErrorOf(() => parseManifests({ 'flux-operator': release }));
  expect(problems).toMatchObject([{ path: `HelmRelease ${path}`, remedy }]);
});

test('what the fleet decides is filled in', () => {
  expect(parseManifests({}).instance.spec.sync).toEqual({
    kind: 'GitRepository',
    url: 'https://github.com/example/fleet.git',
    ref: 'refs/heads/main',
    path: 'gitops/clusters/dev',
    interval: '1m',
    provider: 'generic',
    pullSecret: '',
  });
});

test.each([
  ['${VPC_ID}', latePlaceholder('VPC_ID')],
  ['$${VPC_ID}', '${VPC_ID}'],
])('%s of the FluxInstance is left to the apply', (text, left) => {
  const patched = validManifest('flux-instance').replace(
    'patches: []',
    () => `patches: [{ patch: 'a: ${text}' }]`,
  );
  expect(parseManifests({ 'flux-instance': patched }).instance.spec.kustomize.patches).toEqual([
    { patch: `a: ${left}` },
  ]);
});

test('the problems of both files come together', () => {
  const problem = (name: 'flux-instance' | 'flux-operator') =>
    validManifest(name).replace(/apiVersion: .*/, 'apiVersion: v1');
  const { problems } = configurationErrorOf(() =>
    parseManifests({ 'flux-instance': problem('flux-instance'), 'flux-operator': problem('flux-operator') }),
  );
  expect(problems.map(({ file }) => file.split('/').at(-1))).toEqual([
    'flux-operator.yaml',
    'flux-instance.yaml',
  ]);
});

test.each([
  ['2.8.8', '0.59.0', '1.35', undefined],
  ['2.8.x', '0.59.0', '1.36', 'Kubernetes 1.33 to 1.35'],
  ['2.9.5', '0.59.0', '1.36', undefined],
  ['2.x', '0.59.0', '1.36', undefined],
  ['2.x', '0.50.0', '1.36', 'Kubernetes 1.33 to 1.35'],
  ['2.99.0', '0.59.0', '1.36', undefined],
])(
  'Flux %s of the operator %s on Kubernetes %s: refused with %s',
  (version, operator, kubernetes, allowed) => {
    const check = () =>
      checkKubernetes({ file: 'a.yaml', distribution: { version }, operator }, fleetOn(kubernetes));
    if (allowed === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(allowed);
  },
);

function fleetOn(kubernetesVersion: string): FleetConfig {
  const fleet = parseDev(fixture('valid', 'minimal.yaml'));
  return { ...fleet, cluster: { ...fleet.cluster, kubernetesVersion } };
}

/** What a FluxInstance needs: the annotations, the interval and the provider of the sync are left out. */
const shortInstance = `
apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata:
  name: flux
  namespace: flux-system
spec:
  distribution:
    version: "2.x"
    registry: "ghcr.io/fluxcd"
    artifact: "oci://ghcr.io/controlplaneio-fluxcd/flux-operator-manifests:latest"
  components: [source-controller, source-watcher, kustomize-controller, helm-controller, notification-controller]
  cluster: { size: medium, multitenant: true, tenantDefaultServiceAccount: flux, domain: cluster.local }
  sync: { kind: GitRepository, url: "https://github.com/example/fleet.git", ref: refs/heads/main, path: gitops/clusters/dev }
`;

test('what only has a default is not needed', () => {
  expect(parseManifests({ 'flux-instance': shortInstance }).instance.spec).toMatchObject({
    cluster: { type: 'kubernetes', networkPolicy: true },
    kustomize: { patches: [] },
    sync: { interval: '1m', provider: 'generic', pullSecret: '' },
  });
});

function ofFleet(fleet: string, instance: string) {
  return () =>
    parseFluxManifests(
      {
        instance: { file: 'flux-instance.yaml', text: instance },
        operator: { file: 'flux-operator.yaml', text: validManifest('flux-operator') },
      },
      parseDev(fleet),
    );
}

test('a default that is not what the fleet says is refused', () => {
  const fleet = fixture('valid', 'minimal.yaml').replace('  sync:', '  sync:\n    interval: 5m');
  expect(configurationErrorOf(ofFleet(fleet, shortInstance)).problems).toMatchObject([
    { path: 'spec.sync.interval', problem: 'differs from the fleet file, which says "5m"' },
  ]);
});

test('what Flux applies must outlive its removal from Git, in every document', () => {
  const fleet = fixture('valid', 'minimal.yaml').replace('flux:', 'flux:\n  owner: git');
  const { problems } = configurationErrorOf(ofFleet(fleet, shortInstance));
  expect(problems).toContainEqual(
    expect.objectContaining({ path: 'metadata.annotations', problem: 'is missing' }),
  );
});

test('what Flux applies must leave the version of the operator as Terraform finds it', () => {
  const fleet = fixture('valid', 'minimal.yaml').replace('flux:', 'flux:\n  owner: git');
  const { problems } = configurationErrorOf(ofFleet(fleet, shortInstance));
  expect(problems).toContainEqual(
    expect.objectContaining({
      path: 'spec.kustomize.patches',
      allowed: 'a patch that gives the helm-controller --feature-gates=DisableChartDigestTracking=true',
    }),
  );
});

test('image automation of the fleet needs its controllers', () => {
  const fleet = `${fixture('valid', 'minimal.yaml')}  imageAutomation: { auth: { kind: token }, signingKey: alice.pub }\n`;
  expect(configurationErrorOf(ofFleet(fleet, shortInstance)).problems).toMatchObject(
    ['image-reflector-controller', 'image-automation-controller'].map((name) => ({
      path: 'spec.components',
      problem: `lacks ${name}, which flux.imageAutomation of the fleet file needs`,
    })),
  );
});

test.each([
  ['2.8.8', '  imageAutomation: { auth: { kind: token }, signingKey: alice.pub }', 'flux.imageAutomation'],
  ['2.8.x', '    verify: { publicKeys: [alice.pub] }', 'flux.sync.verify'],
  ['2.8.8', '    verify: { publicKeys: [openpgp.asc] }', undefined],
  ['2.9.5', '    verify: { publicKeys: [alice.pub] }', undefined],
  ['2.x', '    verify: { publicKeys: [alice.pub] }', undefined],
])('Flux %s with %s: refused by %s', (version, lines, key) => {
  const fleet = `${fixture('valid', 'minimal.yaml')}${lines}\n`;
  const instance = shortInstance.replace('"2.x"', `"${version}"`);
  const { problems } = configurationErrorOf(ofFleet(fleet, instance));
  const ofVersion = problems.filter(({ path }) => path === 'spec.distribution.version');
  expect(ofVersion.map(({ problem }) => problem)).toEqual(
    key === undefined ? [] : [`knows no signatures of SSH, which ${key} of the fleet file needs`],
  );
});

test.each([
  ['', 'HelmRelease spec.serviceAccountName is missing'],
  ['  serviceAccountName: helm-controller\n', undefined],
])(
  'under multitenant, the HelmRelease of the operator needs a service account: with %j, %s',
  (line, problem) => {
    const fleet = parseDev(fixture('valid', 'minimal.yaml').replace('flux:', 'flux:\n  owner: git'));
    const patch = `kustomize: { patches: [{ patch: 'a: "--feature-gates=DisableChartDigestTracking=true"' }] }`;
    const annotations = 'annotations: { kustomize.toolkit.fluxcd.io/prune: disabled }';
    const instance = `${shortInstance}  ${patch}\n`.replace('name: flux\n', `name: flux\n  ${annotations}\n`);
    const operator = validManifest('flux-operator').replace('  releaseName', `${line}  releaseName`);
    const parse = () =>
      parseFluxManifests(
        {
          instance: { file: 'flux-instance.yaml', text: instance },
          operator: { file: 'flux-operator.yaml', text: operator },
        },
        fleet,
      );
    if (problem === undefined) expect(parse).not.toThrow();
    else expect(parse).toThrow(problem);
  },
);
