import type { CreateNodegroupRequest, Nodegroup } from '@aws-sdk/client-eks';
import {
  changedGroupFields,
  fieldsOfNewGroup,
  fillNodeGroup,
  nodeGroupSpec,
} from '../../../../sandbox/src/aws/eks/node-group-fields.js';

const request: CreateNodegroupRequest = {
  clusterName: 'c',
  nodegroupName: 'g',
  nodeRole: 'arn:n',
  subnets: ['s-1'],
};
const template = { specification: { id: 'lt-1', name: 'nodes', version: '2' } };
const idle = { status: 'ACTIVE' as const, health: { issues: [] } };

describe('a new node group', () => {
  test("has EKS's defaults", () => {
    expect(fieldsOfNewGroup(request, '1.36', undefined)).toMatchObject({
      amiType: 'AL2023_x86_64_STANDARD',
      diskSize: 20,
      instanceTypes: ['t3.medium'],
      updateConfig: { maxUnavailable: 1 },
    });
  });

  test('has its launch template with id, name and version', () => {
    expect(fieldsOfNewGroup(request, '1.36', template)).toHaveProperty('launchTemplate', {
      id: 'lt-1',
      name: 'nodes',
      version: '2',
    });
  });

  test('leaves the disk to its launch template', () => {
    expect(fieldsOfNewGroup(request, '1.36', template)).toHaveProperty('diskSize', null);
  });

  test('leaves the instance type to a launch template that has one', () => {
    const typed = { ...template, instanceType: 'm6i.large' };
    expect(fieldsOfNewGroup(request, '1.36', typed)).toHaveProperty('instanceTypes', null);
  });

  test('of a launch template with an image has a custom one', () => {
    expect(fieldsOfNewGroup(request, '1.36', { ...template, imageId: 'ami-1' })).toHaveProperty(
      'amiType',
      'CUSTOM',
    );
  });

  test('remembers that its nodes are to be repaired', () => {
    const repairing = { ...request, nodeRepairConfig: { enabled: true } };
    expect(fieldsOfNewGroup(repairing, '1.36', undefined)).toHaveProperty('nodeRepairConfig.enabled', true);
  });
});

test('a described group has no security group for remote access that nobody asked for', () => {
  const record: Nodegroup = {
    resources: { autoScalingGroups: [{ name: 'asg' }], remoteAccessSecurityGroup: 'sg-1' },
  };
  expect(fillNodeGroup(record, {}, idle, {}).resources).toEqual({ autoScalingGroups: [{ name: 'asg' }] });
});

describe('a changed group', () => {
  const group: Nodegroup = {
    labels: { a: '1', b: '1' },
    taints: [
      { key: 'k', value: 'v', effect: 'NO_SCHEDULE' },
      { key: 'l', effect: 'NO_EXECUTE' },
    ],
    scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
  };
  const ids = { clusterName: 'c', nodegroupName: 'g' };

  test('has other labels', () => {
    const labels = { addOrUpdateLabels: { a: '2' }, removeLabels: ['b'] };
    expect(changedGroupFields(group, { ...ids, labels })).toHaveProperty('labels', { a: '2' });
  });

  test('has other taints', () => {
    const taints = {
      addOrUpdateTaints: [{ key: 'k', value: 'w', effect: 'NO_SCHEDULE' as const }],
      removeTaints: [{ key: 'l', effect: 'NO_EXECUTE' as const }],
    };
    expect(changedGroupFields(group, { ...ids, taints })).toHaveProperty('taints', [
      { key: 'k', value: 'w', effect: 'NO_SCHEDULE' },
    ]);
  });

  test('keeps the sizes that nobody changed', () => {
    expect(changedGroupFields(group, { ...ids, scalingConfig: { desiredSize: 3 } })).toHaveProperty(
      'scalingConfig',
      { minSize: 1, maxSize: 3, desiredSize: 3 },
    );
  });
});

test('a new release makes another template of nodes', () => {
  const template = (releaseVersion: string): string => nodeGroupSpec({ releaseVersion }).template;
  expect(template('1.36.1')).not.toBe(template('1.36.0'));
});

test("nodes have the launch template's instance type when the group has none", () => {
  expect(nodeGroupSpec({}, 'm6i.large').instanceType.name).toBe('m6i.large');
});
