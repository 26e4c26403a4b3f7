import { computeRefusal } from '../../../ops/launcher/compute-change';

function planOf(actions: readonly string[], before: object | null, after: object | null): string {
  return JSON.stringify({
    resource_changes: [
      { type: 'aws_eks_node_group', change: { actions: ['delete'], before: {}, after: null } },
      { type: 'aws_eks_cluster', change: { actions, before, after } },
    ],
  });
}

const nodeGroups = { name: 'blue', compute_config: [] };
const auto = { name: 'blue', compute_config: [{ enabled: true }] };

test.each([
  ['nodeGroups to auto', nodeGroups, auto],
  ['auto to nodeGroups', auto, nodeGroups],
  ['auto to nodeGroups', auto, { name: 'blue', compute_config: [{ enabled: false }] }],
])('a cluster that runs is not changed from %s', (change, before, after) => {
  expect(computeRefusal(planOf(['update'], before, after))).toContain(
    `Refused: cluster.compute would change from ${change} while the cluster blue runs`,
  );
});

test.each([
  ['a new cluster', ['create'], null, auto],
  ['another change of the cluster', ['update'], auto, { ...auto, version: '1.36' }],
  ['no cluster', ['delete'], auto, null],
] as const)('%s is left alone', (_, actions, before, after) => {
  expect(computeRefusal(planOf(actions, before, after))).toBeUndefined();
});
