import { corednsPods } from './support/add-on-pods';
import { sandbox } from './support/fleet';
import { type Seen, watchDuring } from './support/watch';

const flux = ['source', 'kustomize', 'helm', 'notification'].map((name) => `flux-system/${name}-controller`);

/** Seconds in which a controller of a single pod is evicted and runs again on another node. */
const oneMove = 45;

describe('another instance type', () => {
  let nodes: number;
  let before: readonly string[];
  let seen: Seen;

  const groups = () => sandbox.nodeGroups().map(({ nodegroupName }) => nodegroupName);

  beforeAll(async () => {
    sandbox.apply(corednsPods);
    sandbox.kubectl('rollout status deployment/coredns --namespace=kube-system --timeout=60s');
    nodes = sandbox.kubectl('get nodes --output name').trim().split('\n').length;
    before = groups();
    sandbox.set({ cluster: { nodeGroup: { instanceTypes: ['m7g.xlarge'] } } });
    seen = await watchDuring(sandbox.kubeconfig, () => sandbox.runMeanwhile('deploy cluster'));
  });

  afterAll(() => {
    sandbox.set({ cluster: { nodeGroup: {} } });
    sandbox.run('deploy cluster');
  });

  test('makes another node group in place of the old one', () => {
    expect(groups()).toEqual([expect.not.stringMatching(before.join('|'))]);
  });

  test('never leaves fewer nodes than there were', () => {
    expect(seen.fewestNodes).toBeGreaterThanOrEqual(nodes);
  });

  test('keeps a pod of coredns up all the time', () => {
    expect(seen.longestGaps['kube-system/coredns']).toBe(0);
  });

  test.each(flux)('moves %s once', (name) => {
    expect(seen.longestGaps[name]).toBeLessThan(oneMove);
  });

  test.each(['fluxinstances', 'kustomizations'])('leaves all %s Ready', (kind) => {
    const wait = `wait --for=condition=Ready --timeout=120s --namespace=flux-system ${kind} --all`;
    expect(() => sandbox.kubectl(wait)).not.toThrow();
  });
});
