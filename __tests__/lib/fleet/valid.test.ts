import { configurationErrorOf, fixture, fixturesIn, parseDev } from './fixtures';

const minimal = fixture('valid', 'minimal.yaml');

test.each(fixturesIn('valid'))('$name is accepted', ({ text }) => {
  expect(parseDev(text).environment).toBe('dev');
});

test('the minimal file gets every default', () => {
  expect(parseDev(minimal)).toEqual({
    environment: 'dev',
    aws: { account: '111122223333', region: 'eu-west-2', tags: {} },
    state: { kind: 'local', folder: '.terraform-state/dev' },
    versions: {},
    network: {
      cidr: '10.0.0.0/16',
      zones: ['eu-west-2a', 'eu-west-2b'],
      nat: 'single',
      endpoints: [],
      flowLogs: { traffic: 'ALL', retentionDays: 365 },
      peers: [],
    },
    cluster: {
      name: 'infra-fleet-dev',
      kubernetesVersion: '1.35',
      upgradePolicy: 'STANDARD',
      serviceCidr: '172.20.0.0/16',
      endpoint: { publicCidrs: [], allowWorld: false },
      logs: { types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], retentionDays: 90 },
      deletionProtection: false,
      zonalShift: false,
      oidcProvider: false,
      compute: 'nodeGroups',
      nodeGroup: {
        instanceTypes: ['m7g.large'],
        capacityType: 'ON_DEMAND',
        amiType: 'AL2023_ARM_64_STANDARD',
        minSize: 2,
        maxSize: 4,
        desiredSize: 2,
        maxUnavailable: 1,
        diskSizeGiB: 50,
        nodeRepair: true,
        labels: {},
        policies: [],
      },
      nodeGroups: {},
      karpenter: { enabled: false, namespace: 'kube-system' },
      access: [
        {
          principalArn: 'arn:aws:iam::111122223333:role/platform',
          policy: 'cluster-admin',
          namespaces: [],
          policies: [],
          kubernetesGroups: [],
        },
      ],
      addons: {
        prefixDelegation: true,
        networkPolicy: true,
        ebsCsi: true,
        snapshotController: false,
        nodeMonitoring: false,
        metricsServer: false,
        versions: {},
        more: {},
      },
      podIdentities: {},
    },
    registry: {
      repositories: [],
      keptImages: 50,
      deleteWithImages: false,
      pullThroughCache: [],
      cacheCredentials: {},
    },
    jumpbox: { enabled: false },
    flux: {
      charts: 'oci://ghcr.io/controlplaneio-fluxcd/charts',
      owner: 'terraform',
      adopt: false,
      clusterSize: 'medium',
      sync: {
        kind: 'git',
        url: 'https://github.com/example/fleet.git',
        branch: 'main',
        path: 'gitops/clusters/dev',
        interval: '1m',
        auth: { kind: 'none' },
      },
      buckets: [],
      bucketKeyArns: [],
      ecrRepositories: [],
      notifications: [],
      variables: {},
      readyTimeout: '10m',
      waitFor: 'sync',
      onDestroy: 'keep-workloads',
      destroyTimeout: '5m',
    },
  });
});

test('S3 state is in the region and under the prefix of the fleet by default', () => {
  const text = `${minimal}state: { kind: s3, bucket: example-state }\n`;
  expect(parseDev(text).state).toEqual({
    kind: 's3',
    bucket: 'example-state',
    region: 'eu-west-2',
    prefix: 'infra-fleet/dev',
  });
});

test('a value that the file gives is kept', () => {
  expect(parseDev(fixture('valid', 'full.yaml')).cluster.nodeGroup.instanceTypes).toEqual([
    'm7i.large',
    'c6a.2xlarge',
  ]);
});

test('a rule between two keys is checked although another part of the file is invalid', () => {
  const text = `${minimal.replace("'1.35'", '1.35')}unknown: 1\n`.replace('10.0.0.0/16', '172.20.0.0/16');
  const paths = configurationErrorOf(() => parseDev(text)).problems.map(({ path }) => path);
  expect(paths).toContain('cluster.serviceCidr');
});

test('a rule between two keys is silent while one of them is invalid', () => {
  const text = minimal.replace('10.0.0.0/16', '172.20.0.1/16');
  expect(configurationErrorOf(() => parseDev(text)).problems.map(({ path }) => path)).toEqual([
    'network.cidr',
  ]);
});

test.each([
  ['m7g.large', 'AL2023_ARM_64_STANDARD'],
  ['c7gn.xlarge', 'BOTTLEROCKET_ARM_64'],
  ['im4gn.large', 'AL2023_ARM_64_STANDARD'],
  ['a1.large', 'AL2023_ARM_64_STANDARD'],
  ['g5g.xlarge', 'AL2023_ARM_64_NVIDIA'],
  ['g4dn.xlarge', 'AL2023_x86_64_NVIDIA'],
  ['m5ad.large', 'BOTTLEROCKET_x86_64'],
  ['u-3tb1.56xlarge', 'AL2023_x86_64_STANDARD'],
  ['m7i.metal-24xl', 'AL2023_x86_64_STANDARD'],
])('%s runs on %s', (instanceType, amiType) => {
  const text = minimal.replace(
    'cluster:\n',
    `cluster:\n  nodeGroup: { instanceTypes: [${instanceType}], amiType: ${amiType} }\n`,
  );
  expect(parseDev(text).cluster.nodeGroup).toMatchObject({ instanceTypes: [instanceType], amiType });
});
