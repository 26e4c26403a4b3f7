import { emulatorTagType, fillFlowLogs, requestedFields } from '../../../sandbox/src/aws/flow-logs.js';

const described = `<DescribeFlowLogsResponse><flowLogSet>
  <item><flowLogId>fl-1</flowLogId><resourceId>vpc-1</resourceId></item>
  <item><flowLogId>fl-2</flowLogId><resourceId>vpc-2</resourceId></item>
</flowLogSet></DescribeFlowLogsResponse>`;

test('what a flow log asked for is remembered', () => {
  const asked = new URLSearchParams({ DeliverLogsPermissionArn: 'arn:r', MaxAggregationInterval: '60' });
  expect(requestedFields(asked)).toMatchObject({
    deliverLogsPermissionArn: 'arn:r',
    maxAggregationInterval: '60',
  });
});

test('an aggregation interval that nobody asked for is ten minutes', () => {
  expect(requestedFields(new URLSearchParams())).toHaveProperty('maxAggregationInterval', '600');
});

test('a role that nobody asked for is left out', () => {
  expect(requestedFields(new URLSearchParams())).not.toHaveProperty('deliverLogsPermissionArn');
});

test('each flow log gets its own fields', () => {
  const filled = fillFlowLogs(described, (id) => ({ maxAggregationInterval: id === 'fl-1' ? '60' : '600' }));
  expect(filled).toContain('<flowLogId>fl-2</flowLogId><maxAggregationInterval>600</maxAggregationInterval>');
});

test('an element that the emulator gives is left alone', () => {
  expect(fillFlowLogs(described, () => ({ resourceId: 'x' }))).toBe(described);
});

test('text is escaped', () => {
  expect(fillFlowLogs(described, () => ({ logFormat: '<&>' }))).toContain('&lt;&amp;&gt;');
});

test("EC2's resource type becomes the emulator's", () => {
  const asked = new URLSearchParams({
    'TagSpecification.1.ResourceType': 'vpc-flow-log',
    'TagSpecification.1.Tag.1.Value': 'vpc-flow-log',
  });
  expect(Object.fromEntries(emulatorTagType(asked))).toEqual({
    'TagSpecification.1.ResourceType': 'flow-log',
    'TagSpecification.1.Tag.1.Value': 'vpc-flow-log',
  });
});
