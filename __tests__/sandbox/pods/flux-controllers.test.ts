import { describeController } from '../../../sandbox/src/pods/flux-controllers.js';

const describe = (image: string, isBuilt = true) => describeController(image, () => isBuilt);

test('a controller whose very version is here', () => {
  expect(describe('ghcr.io/fluxcd/source-controller:v1.9.5')).toEqual({
    image: 'source-controller:v1.9.5',
    program: 'a process',
  });
});

test('a controller of which another patch release runs', () => {
  expect(describe('ghcr.io/fluxcd/notification-controller:v1.9.4@sha256:aa')).toEqual({
    image: 'notification-controller:v1.9.4',
    program: 'a process of v1.9.3, which stands in for v1.9.4',
  });
});

test('a tag without a program', () => {
  expect(describe('ghcr.io/fluxcd/source-controller:v1.8.5').program).toBe(
    'simulated: the sandbox has no program for this tag, only for v1.9.x and v1.7.x',
  );
});

test('a program that is not built', () => {
  expect(describe('ghcr.io/fluxcd/source-controller:v1.7.3', false).program).toBe(
    'does not start: only make e2e-flux builds it',
  );
});
