import { resourcesOf, typed } from '../e2e/support/sandbox-shell';
import { Fleet } from './support/fleet';

const prod = new Fleet('prod');
const zones = ['eu-west-2a', 'eu-west-2b', 'eu-west-2c'];

/** Makes something in EC2 and gives its id. */
function made(command: string, query: string): string {
  return typed(`aws ec2 ${command} --query ${query} --output text`).trim();
}

describe('a VPC that is there', () => {
  let vpcId: string;
  let publicSubnetIds: string[];
  let privateSubnetIds: string[];

  const subnets = (first: number, tag: string) =>
    zones.map((zone, index) =>
      made(
        `create-subnet --vpc-id ${vpcId} --availability-zone ${zone} --cidr-block 10.16.${first + index}.0/24 ` +
          `--tag-specifications 'ResourceType=subnet,Tags=[{Key=kubernetes.io/role/${tag},Value=1}]'`,
        'Subnet.SubnetId',
      ),
    );

  beforeAll(() => {
    vpcId = made('create-vpc --cidr-block 10.16.0.0/16', 'Vpc.VpcId');
    typed(`aws ec2 modify-vpc-attribute --vpc-id ${vpcId} --enable-dns-support '{"Value":true}'`);
    typed(`aws ec2 modify-vpc-attribute --vpc-id ${vpcId} --enable-dns-hostnames '{"Value":true}'`);
    publicSubnetIds = subnets(0, 'elb');
    privateSubnetIds = subnets(10, 'internal-elb');
  });

  afterAll(() => {
    for (const id of [...publicSubnetIds, ...privateSubnetIds])
      typed(`aws ec2 delete-subnet --subnet-id ${id}`);
    typed(`aws ec2 delete-vpc --vpc-id ${vpcId}`);
    prod.end();
  });

  /** Names the VPC in the fleet file. */
  function name(existing: object, cidr = '10.16.0.0/16'): void {
    prod.set({
      network: { nat: null, cidr, existing: { vpcId, publicSubnetIds, privateSubnetIds, ...existing } },
    });
  }

  test('is read and published, and nothing is made in it', () => {
    name({});
    prod.run('deploy network');
    expect(resourcesOf('network', 'prod')).toEqual(['terraform_data.deployment']);
  });

  test.each<[string, () => void, RegExp]>([
    ['another block', () => name({}, '10.17.0.0/16'), /has the block\s+10\.16\.0\.0\/16, not network\.cidr/],
    [
      'its subnets in another order',
      () => name({ privateSubnetIds: [...privateSubnetIds].reverse() }),
      /Put the subnets in the order\s+of network\.zones/,
    ],
    [
      'public subnets for private ones',
      () => name({ publicSubnetIds: privateSubnetIds, privateSubnetIds: publicSubnetIds }),
      /lacks the tag\s+kubernetes\.io\/role\/internal-elb=1/,
    ],
  ])('is refused with %s', (_, lay, words) => {
    lay();
    const { status, output } = prod.try('deploy network');
    expect({ status, output: output.replace(/[│╷╵]/g, ' ').replace(/\s+/g, ' ') }).toEqual({
      status: 2,
      output: expect.stringMatching(words) as string,
    });
  });

  test('is left alone by a destroy', () => {
    name({});
    prod.run('destroy network');
    expect(made(`describe-vpcs --vpc-ids ${vpcId}`, 'Vpcs[0].VpcId')).toBe(vpcId);
  });
});
