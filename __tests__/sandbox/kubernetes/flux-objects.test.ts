import { describeObject, type Resource } from '../../../sandbox/src/kubernetes/flux-objects.js';

function resource(status: string, observedGeneration = 2, suspend = false): Resource {
  const condition = { type: 'Ready', status, message: 'a message', observedGeneration };
  return {
    metadata: { name: 'flux', namespace: 'flux-system', generation: 2 },
    spec: { suspend },
    status: { conditions: [condition] },
  };
}

describe('describeObject', () => {
  it('is ready when its condition holds for its generation', () => {
    expect(describeObject('Kustomization', resource('True'))).toEqual({
      kind: 'Kustomization',
      name: 'flux-system/flux',
      ready: true,
      message: 'a message',
    });
  });

  it.each<[string, Resource]>([
    ['its condition does not hold', resource('False')],
    ['its condition is that of an older generation', resource('True', 1)],
    ['it is suspended', resource('True', 2, true)],
    ['it has no condition yet', { metadata: { name: 'flux' } }],
  ])('is not ready when %s', (_, object) => {
    expect(describeObject('Kustomization', object).ready).toBe(false);
  });

  it('takes a HelmRepository of OCI charts, which Flux gives no status, for ready', () => {
    expect(describeObject('HelmRepository', { metadata: { name: 'charts' } }).ready).toBe(true);
  });
});
