import { smallGroups } from '../../../ops/launcher/raise-desired-sizes';

const plan = (actions: readonly string[], min_size: number) =>
  JSON.stringify({
    resource_changes: [
      {
        type: 'aws_eks_node_group',
        change: {
          actions,
          after: {
            cluster_name: 'blue',
            node_group_name: 'default-1',
            scaling_config: [{ min_size, max_size: 6, desired_size: 2 }],
          },
        },
      },
    ],
  });

test('a group whose new minimum is above its nodes is raised to it', () => {
  expect(smallGroups(plan(['update'], 3))).toEqual([
    {
      clusterName: 'blue',
      nodegroupName: 'default-1',
      scalingConfig: { minSize: 3, maxSize: 6, desiredSize: 3 },
    },
  ]);
});

test.each([
  ['with as many nodes as its minimum', ['update'], 2],
  ['that is made anew', ['create', 'delete'], 3],
])('a group %s is left alone', (_, actions, minSize) => {
  expect(smallGroups(plan(actions, minSize))).toEqual([]);
});
