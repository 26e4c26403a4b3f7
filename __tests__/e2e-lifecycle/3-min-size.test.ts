import { dev, young } from './support/fleet';

beforeAll(() => dev.begin(young));

test('minSize is raised above the nodes that run, and as many run', () => {
  const [{ createdAt } = {}] = dev.nodeGroups();
  dev.set({ cluster: { nodeGroup: { minSize: 3, desiredSize: 3 } } });
  dev.run('deploy cluster');
  const nodes = dev.kubectl('get nodes --output name').trim().split('\n');
  expect({ groups: dev.nodeGroups(), nodes: nodes.length }).toEqual({
    groups: [
      expect.objectContaining({ createdAt, scalingConfig: { minSize: 3, maxSize: 4, desiredSize: 3 } }),
    ],
    nodes: 3,
  });
});
