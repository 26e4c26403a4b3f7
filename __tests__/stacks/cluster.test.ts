import {
  allOf,
  only,
  removeSynthesized,
  type ResourceJson,
  type StackJson,
  synthesize,
} from '../support/synth';

let dev: StackJson;
let prod: StackJson;

beforeAll(() => {
  dev = synthesize({ fleet: 'dev' }).stack('cluster');
  prod = synthesize({ fleet: 'prod' }).stack('cluster');
});
afterAll(removeSynthesized);

function addon(name: string): ResourceJson {
  return allOf(dev, 'aws_eks_addon').find((resource) => resource.addon_name === name)!;
}

function address(type: string, matches: (resource: ResourceJson) => boolean): string {
  const [id] = Object.entries(dev.resource[type]!).find(([, resource]) => matches(resource))!;
  return `${type}.${id}`;
}

test('access entries are the only way in', () => {
  expect(only(dev, 'aws_eks_cluster').access_config).toEqual({
    authentication_mode: 'API',
    bootstrap_cluster_creator_admin_permissions: false,
  });
});

test('the upgrade policy is explicit', () => {
  expect(only(dev, 'aws_eks_cluster').upgrade_policy).toEqual({ support_type: 'STANDARD' });
});

test('the log group exists before EKS can make one without retention', () => {
  expect(only(dev, 'aws_eks_cluster').depends_on).toContain(address('aws_cloudwatch_log_group', () => true));
});

test('control-plane logs end when the fleet says', () => {
  expect(only(dev, 'aws_cloudwatch_log_group').retention_in_days).toBe(30);
});

test('without public blocks the API is private', () => {
  expect(only(prod, 'aws_eks_cluster').vpc_config).toMatchObject({
    endpoint_public_access: false,
    endpoint_private_access: true,
  });
});

test.each(['vpc-cni', 'eks-pod-identity-agent'])('%s is there before the first node', (name) => {
  const needed = address('aws_eks_addon', (resource) => resource.addon_name === name);
  expect(only(dev, 'aws_eks_node_group').depends_on).toContain(needed);
});

test.each(['coredns', 'kube-proxy', 'aws-ebs-csi-driver'])('%s waits for the nodes', (name) => {
  expect(addon(name).depends_on).toContain(address('aws_eks_node_group', () => true));
});

test('the network plugin has its permissions by Pod Identity, not from the node', () => {
  const nodeRole = JSON.stringify(
    allOf(dev, 'aws_iam_role_policy_attachment').filter((a) => String(a.role).includes('nodes')),
  );
  expect(nodeRole).not.toContain('AmazonEKS_CNI_Policy');
});

test('a principal limited to namespaces gets no rights in others', () => {
  const scopes = allOf(dev, 'aws_eks_access_policy_association').map(
    (association) => association.access_scope,
  );
  expect(scopes).toContainEqual({ type: 'namespace', namespaces: ['applications'] });
});

test('Terraform leaves the number of nodes to whoever scales them', () => {
  expect(only(dev, 'aws_eks_node_group').lifecycle).toEqual({
    ignore_changes: ['scaling_config[0].desired_size'],
  });
});
