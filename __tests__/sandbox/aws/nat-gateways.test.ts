import { fillAddresses } from '../../../sandbox/src/aws/nat-gateways.js';

const described = `<natGatewaySet>
  <item><natGatewayId>nat-1</natGatewayId><state>available</state><natGatewayAddressSet/></item>
  <item><natGatewayId>nat-2</natGatewayId><state>available</state><natGatewayAddressSet/></item>
</natGatewaySet>`;

test('each NAT gateway gets its own address', () => {
  const filled = fillAddresses(described, (id) => (id === 'nat-1' ? 'eipalloc-1' : 'eipalloc-2'));
  expect(filled).toMatch(/nat-2<\/natGatewayId>.*<allocationId>eipalloc-2<\/allocationId><isPrimary>true/);
});

test('a NAT gateway without an address is left alone', () => {
  expect(fillAddresses(described, () => undefined)).toBe(described);
});
