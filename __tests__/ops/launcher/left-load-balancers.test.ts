import { refusal } from '../../../ops/launcher/left-load-balancers';
import { parseDev, fixture } from '../../lib/fleet/fixtures';

const fleet = parseDev(fixture('valid', 'minimal.yaml'));

function refusalOf(...descriptions: string[]): string | undefined {
  return refusal(
    fleet,
    descriptions.map((Description) => ({ Description })),
  );
}

test.each([
  [
    'ELB net/k8s-web/0123456789abcdef',
    'aws elbv2 delete-load-balancer --region eu-west-2 --load-balancer-arn ' +
      'arn:aws:elasticloadbalancing:eu-west-2:111122223333:loadbalancer/net/k8s-web/0123456789abcdef',
  ],
  ['ELB web', 'aws elb delete-load-balancer --region eu-west-2 --load-balancer-name web'],
])('the load balancer of an interface "%s" is named with its deletion', (description, command) => {
  expect(refusalOf(description)).toContain(command);
});

test('a load balancer with an interface in each zone is named once', () => {
  expect(refusalOf('ELB net/web/1', 'ELB net/web/1')?.match(/^ {2}net\/web\/1$/gm)).toHaveLength(1);
});

test.each(['Interface for NAT Gateway nat-1', 'aws-K8S-i-1', 'Amazon EKS blue', ''])(
  'an interface "%s" goes with the network',
  (description) => {
    expect(refusalOf(description)).toBeUndefined();
  },
);
