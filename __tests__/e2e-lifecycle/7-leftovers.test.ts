import { inventory } from '../e2e/support/aws-inventory';
import { typed } from '../e2e/support/sandbox-shell';
import { dev, young } from './support/fleet';
import { leftovers, nodeClaims } from './support/leftovers';

/** The commands that a refusal prints, one a line below its last sentence. */
function printedCommands(output: string): string[] {
  const after = output.slice(output.indexOf('then run the same command again:'));
  return [...after.matchAll(/^\s+kubectl (.*)$/gm)].map(([, command = '']) => command.trim());
}

describe('a destroy while controllers have things in AWS', () => {
  let refusal: { status: number | null; output: string };

  beforeAll(() => {
    dev.begin(young);
    dev.apply(nodeClaims);
    dev.kubectl('wait --for=condition=Established crd --all --timeout=60s');
    dev.apply(leftovers);
    dev.kubectl(`wait --for=jsonpath='{.status.phase}'=Bound persistentvolumeclaim/data --timeout=60s`);
    refusal = dev.try('destroy cluster');
  });

  test.each([
    ['a Service of type LoadBalancer', 'Service default/web: a load balancer'],
    ['an Ingress', 'Ingress default/web: a load balancer'],
    ['a volume', 'PersistentVolume data: a volume'],
    ['a NodeClaim', 'NodeClaim spot-1: an instance'],
  ])('is refused for %s', (_, line) => {
    expect(refusal).toEqual({ status: 2, output: expect.stringContaining(line) as string });
  });

  test('has changed nothing', () => {
    expect(dev.nodeGroups().map(({ status }) => status)).toEqual(['ACTIVE']);
  });

  test('goes through once the printed commands have cleared them', () => {
    for (const command of printedCommands(refusal.output)) dev.kubectl(command);
    dev.kubectl('wait --for=delete persistentvolume/data --timeout=60s');
    expect(() => dev.run('destroy cluster')).not.toThrow();
  });
});

describe('a destroy of the network after its cluster', () => {
  let networkInterface: string;

  beforeAll(() => {
    const subnet = `$(aws ec2 describe-subnets --query "Subnets[?Tags[?Key=='Environment' && Value=='dev']] | [0].SubnetId" --output text)`;
    networkInterface = typed(
      `aws ec2 create-network-interface --subnet-id ${subnet} --description 'ELB net/web/0123456789abcdef' --query NetworkInterface.NetworkInterfaceId --output text`,
    ).trim();
  });

  afterAll(() => dev.end());

  test('is refused for a load balancer that is left in a subnet', () => {
    expect(dev.try('destroy network')).toEqual({
      status: 2,
      output: expect.stringMatching(
        /Refused: load balancers are left[^]*aws elbv2 delete-load-balancer .*loadbalancer\/net\/web\/0123456789abcdef/,
      ) as string,
    });
  });

  test('leaves nothing once the load balancer is gone', () => {
    typed(`aws ec2 delete-network-interface --network-interface-id ${networkInterface}`);
    dev.run('destroy network');
    expect(Object.entries(inventory('dev')).filter(([, ids]) => ids.length > 0)).toEqual([]);
  });
});
