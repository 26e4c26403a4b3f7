import { fillInstances, fillVolumes, launchedFields, withPlace } from '../../../sandbox/src/aws/instances';

const launch = new URLSearchParams({
  Action: 'RunInstances',
  'Monitoring.Enabled': 'true',
  EbsOptimized: 'true',
  'MetadataOptions.HttpTokens': 'required',
  'BlockDeviceMapping.1.Ebs.VolumeSize': '10',
  'BlockDeviceMapping.1.Ebs.Encrypted': 'true',
  'NetworkInterface.1.AssociatePublicIpAddress': 'false',
  'NetworkInterface.1.SubnetId': 'subnet-1',
  'NetworkInterface.1.SecurityGroupId.1': 'sg-1',
});

const instance = (id: string): string =>
  `<item><instanceId>${id}</instanceId><ipAddress>54.0.0.1</ipAddress><monitoring><state>disabled</state></monitoring></item>`;

const known = (id: string) => (id === 'i-1' ? launchedFields(launch) : undefined);

test('an instance is launched in the subnet of its network interface', () => {
  expect(withPlace(launch).get('SubnetId')).toBe('subnet-1');
});

test('an instance has the security groups of its network interface', () => {
  expect(withPlace(launch).get('SecurityGroupId.1')).toBe('sg-1');
});

test('an instance is described as it was launched', () => {
  expect(fillInstances(instance('i-1'), known)).toBe(
    '<item><instanceId>i-1</instanceId><ebsOptimized>true</ebsOptimized><metadataOptions><state>applied</state>' +
      '<httpTokens>required</httpTokens><httpPutResponseHopLimit>1</httpPutResponseHopLimit>' +
      '<httpEndpoint>enabled</httpEndpoint><httpProtocolIpv6>disabled</httpProtocolIpv6>' +
      '<instanceMetadataTags>disabled</instanceMetadataTags></metadataOptions>' +
      '<monitoring><state>enabled</state></monitoring></item>',
  );
});

test('an instance that was not launched here is left alone', () => {
  expect(fillInstances(instance('i-2'), known)).toBe(instance('i-2'));
});

test('each of two instances has its own fields', () => {
  expect(fillInstances(instance('i-1') + instance('i-2'), known)).toContain(instance('i-2'));
});

test('the root volume is described as it was asked for', () => {
  const volume = (size: number, encrypted: boolean) =>
    `<item><volumeId>vol-1</volumeId><size>${size}</size><encrypted>${encrypted}</encrypted>` +
    '<attachmentSet><item><instanceId>i-1</instanceId></item></attachmentSet></item>';
  expect(fillVolumes(volume(8, false), (id) => known(id)?.rootVolume)).toBe(volume(10, true));
});
