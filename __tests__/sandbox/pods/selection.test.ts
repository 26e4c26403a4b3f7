import type { V1Pod } from '@kubernetes/client-node';
import { imageName, isExecuted, programOf, simulatedPodQuery } from '../../../sandbox/src/pods/selection.js';

const images: readonly (readonly [image: string, name: string, hasProgram: boolean])[] = [
  ['ghcr.io/fluxcd/source-controller:v1.9.5', 'source-controller', true],
  ['ghcr.io/fluxcd/source-controller:v1.7.3', 'source-controller', true],
  ['ghcr.io/fluxcd/source-controller:v1.8.5', 'source-controller', false],
  ['ghcr.io/fluxcd/source-controller:v1.90.1', 'source-controller', false],
  ['source-controller', 'source-controller', false],
  ['000000000000.dkr.ecr.eu-west-2.amazonaws.com/fluxcd/helm-controller:v1.6.4', 'helm-controller', true],
  ['localhost:5000/kustomize-controller:v1.9.0', 'kustomize-controller', true],
  ['ghcr.io/fluxcd/source-controller:v1.9.5@sha256:aa', 'source-controller', true],
  ['ghcr.io/controlplaneio-fluxcd/flux-operator@sha256:aa', 'flux-operator', true],
  ['ghcr.io/controlplaneio-fluxcd/flux-operator-cli:v0.59.0', 'flux-operator-cli', true],
  ['ghcr.io/controlplaneio-fluxcd/flux-operator-mcp:v0.59.0', 'flux-operator-mcp', false],
  ['ghcr.io/fluxcd/notification-controller:v1.9.4', 'notification-controller', true],
  ['ghcr.io/fluxcd/notification-controller:v1.7.5', 'notification-controller', false],
  ['ghcr.io/fluxcd/source-watcher:v2.2.4', 'source-watcher', true],
  ['example.com/source-controller/sidecar:v1', 'sidecar', false],
  ['example.com/my-source-controller:v1', 'my-source-controller', false],
];

function pod(...containerImages: readonly string[]): V1Pod {
  return { spec: { containers: containerImages.map((image, index) => ({ name: `c${index}`, image })) } };
}

test.each(images)('the name of %s is %s', (image, name) => {
  expect(imageName(image)).toBe(name);
});

test.each(images)('%s: %s has a program: %s', (image, _name, hasProgram) => {
  expect(programOf(image) !== undefined).toBe(hasProgram);
});

test.each(images)('kwok leaves exactly the images with a program alone: %s', (image, _name, hasProgram) => {
  const [, pattern = ''] = /test\((".*")\)/.exec(simulatedPodQuery()) ?? [];
  expect(new RegExp(JSON.parse(pattern) as string).test(image)).toBe(hasProgram);
});

test('the tag selects the program', () => {
  const set = (tag: string) => programOf(`ghcr.io/fluxcd/source-controller:${tag}`)?.set;
  expect([set('v1.7.3'), set('v1.9.5')]).toEqual(['flux-2.7', 'flux']);
});

test('a pod is executed when all its containers have a program', () => {
  expect(isExecuted(pod('a/flux-operator:1', 'b/helm-controller:v1.6.4'))).toBe(true);
});

test('a pod with one container without a program is simulated', () => {
  expect(isExecuted(pod('a/flux-operator:1', 'b/istio-proxy:2'))).toBe(false);
});
