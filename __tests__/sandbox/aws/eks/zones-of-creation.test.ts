import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ZonesOfCreation } from '../../../../sandbox/src/aws/eks/zones-of-creation.js';
import { RememberedFields } from '../../../../sandbox/src/aws/remembered-fields.js';

const folder = mkdtempSync(join(tmpdir(), 'zones-of-creation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const subnet = (zone: string) => ({ subnetId: `subnet-${zone}`, zone, cidr: '10.0.0.0/24', vpcId: 'vpc-1' });

function zones(): ZonesOfCreation {
  const zones = new ZonesOfCreation(new RememberedFields(folder));
  zones.keep('blue', [subnet('eu-west-2a'), subnet('eu-west-2b')]);
  return zones;
}

test('a subnet in a zone that the cluster was not made in is refused', () => {
  expect(() => zones().refuseOthers('blue', [subnet('eu-west-2a'), subnet('eu-west-2c')])).toThrow(
    'Subnet subnet-eu-west-2c is in the Availability Zone eu-west-2c',
  );
});

test('another subnet in a zone of the creation is taken', () => {
  expect(() => zones().refuseOthers('blue', [subnet('eu-west-2b')])).not.toThrow();
});
