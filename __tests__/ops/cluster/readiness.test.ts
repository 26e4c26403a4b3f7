import { type ConditionedObject, readinessOf } from '../../../ops/cluster/readiness';

const expected = { kind: 'FluxInstance', name: 'flux', condition: 'Ready' };

function instance(condition: object, generation = 2): ConditionedObject {
  return {
    kind: 'FluxInstance',
    metadata: { name: 'flux', generation },
    status: { observedGeneration: 2, conditions: [{ type: 'Ready', status: 'True', ...condition }] },
  };
}

test('a true condition of the current generation is Ready', () => {
  expect(readinessOf(expected, instance({})).ready).toBe(true);
});

test('a condition of an older generation says nothing', () => {
  expect(readinessOf(expected, instance({ observedGeneration: 2 }, 3))).toMatchObject({
    ready: false,
    detail: 'generation 3 is not observed yet (last 2)',
  });
});

test('a false condition is told with its reason and message', () => {
  const failed = instance({ status: 'False', reason: 'ArtifactFailed', message: 'no manifests' });
  expect(readinessOf(expected, failed)).toMatchObject({
    ready: false,
    detail: 'ArtifactFailed: no manifests',
  });
});

test('an object that is missing is named', () => {
  expect(readinessOf({ ...expected, namespace: 'flux-system' }, undefined)).toMatchObject({
    object: 'FluxInstance/flux-system/flux',
    ready: false,
    detail: 'does not exist',
  });
});
