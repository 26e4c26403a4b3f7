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

test('a cluster that is imported is not replaced for what AWS does not give back', () => {
  expect(only(dev, 'aws_eks_cluster').lifecycle).toMatchObject({
    ignore_changes: expect.arrayContaining([
      'access_config[0].bootstrap_cluster_creator_admin_permissions',
      'bootstrap_self_managed_addons',
    ]) as string[],
  });
});

test('the control plane keeps the zones that it was made in when the network gets more', () => {
  expect(only(dev, 'aws_eks_cluster').lifecycle).toMatchObject({
    ignore_changes: expect.arrayContaining(['vpc_config[0].subnet_ids']) as string[],
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
  const nodeRole = String(only(dev, 'aws_eks_node_group').node_role_arn).replace('.arn}', '.name}');
  const attached = allOf(dev, 'aws_iam_role_policy_attachment');
  const [ofNodes, ofOthers] = [true, false].map((isOfNode) =>
    attached
      .filter(({ role }) => (role === nodeRole) === isOfNode)
      .map(({ policy_arn }) => String(policy_arn).split('/').at(-1)),
  );
  expect(ofNodes).toContain('AmazonEKSWorkerNodePolicy');
  expect(ofNodes).not.toContain('AmazonEKS_CNI_Policy');
  expect(ofOthers).toContain('AmazonEKS_CNI_Policy');
});

test('a principal limited to namespaces gets no rights in others', () => {
  const scopes = allOf(dev, 'aws_eks_access_policy_association').map(
    (association) => association.access_scope,
  );
  expect(scopes).toContainEqual({ type: 'namespace', namespaces: ['applications'] });
});

test('Terraform leaves the number of nodes to whoever scales them', () => {
  expect(only(dev, 'aws_eks_node_group').lifecycle).toMatchObject({
    ignore_changes: expect.arrayContaining(['scaling_config[0].desired_size']) as string[],
  });
});

test('Kubernetes secrets are encrypted with the key of the cluster', () => {
  expect(only(dev, 'aws_eks_cluster').encryption_config).toEqual({
    resources: ['secrets'],
    provider: { key_arn: `\${${address('aws_kms_key', () => true)}.arn}` },
  });
});

test('control-plane logs are encrypted with the key of the cluster', () => {
  expect(only(dev, 'aws_cloudwatch_log_group').kms_key_id).toBe(
    `\${${address('aws_kms_key', () => true)}.arn}`,
  );
});

test('the key of the cluster is rotated', () => {
  expect(only(dev, 'aws_kms_key').enable_key_rotation).toBe(true);
});

test('zonal shift is what the fleet says', () => {
  const shifts = [dev, prod].map((stack) => only(stack, 'aws_eks_cluster').zonal_shift_config);
  expect(shifts).toEqual([{ enabled: false }, { enabled: true }]);
});

test('pods can get no credentials of their node: metadata is one hop away at most', () => {
  expect(only(dev, 'aws_launch_template').metadata_options).toMatchObject({
    http_tokens: 'required',
    http_put_response_hop_limit: 1,
  });
});

test.each([
  ['dev', [['/dev/xvda', 50]]],
  ['prod', [['/dev/xvda'], ['/dev/xvdb', 100]]],
])(
  'every volume of the nodes of %s is encrypted, and that of their data has the size asked for',
  (fleet, all) => {
    const template = only(fleet === 'dev' ? dev : prod, 'aws_launch_template');
    expect(template.block_device_mappings).toEqual(
      all.map(([device, size]) => ({
        device_name: device,
        ebs: {
          encrypted: 'true',
          volume_type: 'gp3',
          delete_on_termination: 'true',
          ...(size !== undefined && { volume_size: size }),
        },
      })),
    );
  },
);

test('the driver of EBS starts when the cluster knows snapshots', () => {
  const [[controller] = [], [, driver] = []] = ['snapshot-controller', 'aws-ebs-csi-driver'].map((name) =>
    Object.entries(prod.resource.aws_eks_addon!).find(([, { addon_name }]) => addon_name === name),
  );
  expect(driver!.depends_on).toContain(`aws_eks_addon.${controller}`);
});

test('instances, volumes and interfaces carry the tags of the fleet', () => {
  const specifications = only(dev, 'aws_launch_template').tag_specifications as { tags: object }[];
  expect(specifications.map(({ tags }) => tags)).toEqual(
    Array(3).fill({
      Environment: 'dev',
      ManagedBy: 'infra-fleet',
      Team: 'platform',
      Name: 'infra-fleet-dev-default',
    }),
  );
});

test('EKS takes the disk from the launch template alone, as it refuses both', () => {
  expect(only(dev, 'aws_eks_node_group')).not.toHaveProperty('disk_size');
});

test('nodes are reached by Session Manager, not by SSH', () => {
  const policies = allOf(dev, 'aws_iam_role_policy_attachment').map(({ policy_arn }) => policy_arn);
  expect(policies).toContain('arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore');
});

test('the network plugin hands out prefixes and enforces network policies', () => {
  expect(JSON.parse(String(addon('vpc-cni').configuration_values))).toEqual({
    enableNetworkPolicy: 'true',
    env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' },
  });
});

test('every add-on has the version that the fleet pins', () => {
  const unpinned = [dev, prod]
    .flatMap((stack) => allOf(stack, 'aws_eks_addon'))
    .filter(({ addon_version }) => addon_version === undefined);
  expect(unpinned).toEqual([]);
});

test.each(['snapshot-controller', 'metrics-server'])('%s is there by choice', (name) => {
  const names = [dev, prod].map((stack) => allOf(stack, 'aws_eks_addon').map((one) => one.addon_name));
  expect(names.map((all) => all.includes(name))).toEqual([false, true]);
});

test('no policy of the fleets allows an action by a wildcard', () => {
  const documents = [dev, prod].flatMap((stack) =>
    ['aws_iam_role_policy', 'aws_kms_key'].flatMap((type) => allOf(stack, type)),
  );
  const actions = documents.flatMap(({ policy }) =>
    (JSON.parse(String(policy)) as { Statement: { Action: string[] }[] }).Statement.flatMap(
      ({ Action }) => Action,
    ),
  );
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

test('a tag of an image in the registry stays what it was', () => {
  expect(only(prod, 'aws_ecr_repository').image_tag_mutability).toBe('IMMUTABLE');
});

test('a destroy keeps images unless the fleet says otherwise', () => {
  expect(only(prod, 'aws_ecr_repository').force_delete).toBe(false);
});

test('the control plane has its interfaces in subnets without a way out', () => {
  const { subnet_ids } = only(dev, 'aws_eks_cluster').vpc_config as { subnet_ids: string };
  expect(String(subnet_ids)).toContain('intra_subnet_ids');
});

test('nothing is made when the deployer is no cluster-admin', () => {
  const { lifecycle } = dev.resource.terraform_data!.deployment!;
  const conditions = (lifecycle as { precondition: { condition: string }[] }).precondition;
  expect(conditions.map(({ condition }) => condition)).toContainEqual(
    expect.stringMatching(
      /contains\(\["arn:aws:iam::111122223333:role\/platform"\], data\.aws_iam_session_context\.[\w-]+\.issuer_arn\)/,
    ),
  );
});
