import type { Cluster, CreateClusterRequest } from '@aws-sdk/client-eks';
import {
  awsIssuer,
  fieldsOfNewCluster,
  fillCluster,
  mergeFields,
  updateType,
} from '../../../../sandbox/src/aws/eks/cluster-fields.js';

const smallest: CreateClusterRequest = {
  name: 'a',
  roleArn: 'arn:r',
  resourcesVpcConfig: { subnetIds: ['s-1'] },
};
const request: CreateClusterRequest = {
  ...smallest,
  upgradePolicy: { supportType: 'STANDARD' },
  zonalShiftConfig: { enabled: true },
  accessConfig: { authenticationMode: 'API' },
};

const record: Cluster = {
  name: 'a',
  status: 'ACTIVE',
  endpoint: 'https://127.0.0.1:16443',
  kubernetesNetworkConfig: { serviceIpv4Cidr: '10.100.0.0/16', ipFamily: 'ipv4' },
  identity: { oidc: { issuer: 'http://127.0.0.1:4566/oidc/id/AB12' } },
  tags: { old: 'tag' },
};

const serving = {
  phase: 'serving',
  endpoint: 'https://127.0.0.1:6443',
  certificateAuthorityData: 'Q0E=',
} as const;

describe('a new cluster', () => {
  test.each([
    ['upgradePolicy', { supportType: 'STANDARD' }],
    ['zonalShiftConfig', { enabled: true }],
    ['deletionProtection', false],
  ])('remembers %s', (field, value) => {
    expect(fieldsOfNewCluster(request)).toHaveProperty(field, value);
  });

  test("has EKS's upgrade policy when it asks for none", () => {
    expect(fieldsOfNewCluster(smallest)).toHaveProperty('upgradePolicy.supportType', 'EXTENDED');
  });

  test('leaves to the emulator what the emulator keeps', () => {
    expect(fieldsOfNewCluster(request)).not.toHaveProperty('resourcesVpcConfig');
  });
});

describe('a described cluster', () => {
  test('has the address and authority of its control plane', () => {
    expect(fillCluster(record, {}, serving, {})).toMatchObject({
      status: 'ACTIVE',
      endpoint: 'https://127.0.0.1:6443',
      certificateAuthority: { data: 'Q0E=' },
    });
  });

  test.each([
    ['starting', { phase: 'starting' } as const, 'CREATING'],
    ['erasing', { phase: 'erasing' } as const, 'DELETING'],
    ['failed', { phase: 'failed', reason: 'no port' } as const, 'FAILED'],
    ['missing', undefined, 'FAILED'],
  ])('with a control plane that is %s has a status that says so', (_phase, state, status) => {
    expect(fillCluster(record, {}, state, {}).status).toBe(status);
  });

  test('has no address before its control plane serves', () => {
    expect(fillCluster(record, {}, { phase: 'starting' }, {}).endpoint).toBeUndefined();
  });

  test('says why it failed', () => {
    const failed = fillCluster(record, {}, { phase: 'failed', reason: 'no port' }, {});
    expect(failed.health?.issues).toMatchObject([{ message: 'no port' }]);
  });

  test('has the tags of now', () => {
    expect(fillCluster(record, {}, serving, { new: 'tag' }).tags).toEqual({ new: 'tag' });
  });
});

test('a field inside another is laid over it', () => {
  expect(mergeFields({ a: { x: 1, y: 1 } }, { a: { y: 2 } })).toEqual({ a: { x: 1, y: 2 } });
});

test('a list replaces a list', () => {
  expect(mergeFields({ a: [1, 2] }, { a: [3] })).toEqual({ a: [3] });
});

test('the issuer keeps its id and gets the address of AWS', () => {
  expect(awsIssuer('http://127.0.0.1:4566/oidc/id/AB12')).toBe(
    'https://oidc.eks.eu-west-2.amazonaws.com/id/AB12',
  );
});

test.each([
  [{ resourcesVpcConfig: { endpointPublicAccess: true } }, 'EndpointAccessUpdate'],
  [{ resourcesVpcConfig: { subnetIds: ['a'] } }, 'VpcConfigUpdate'],
  [{ logging: {} }, 'LoggingUpdate'],
  [{ upgradePolicy: {} }, 'UpgradePolicyUpdate'],
])('the change %j is a %s', (changes, type) => {
  expect(updateType(changes)).toBe(type);
});
