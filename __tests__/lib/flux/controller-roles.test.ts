import { controllerPermissions, ControllerRoles } from '../../../lib/flux/controller-roles';
import { blueCluster } from '../../support/cluster-ref';
import { synthConstructs } from '../../support/construct';
import { allOf } from '../../support/synth';
import { fixture, parseDev } from '../fleet/fixtures';

const all = ['source-controller', 'kustomize-controller', 'helm-controller', 'image-reflector-controller'];
const basic = all.slice(0, 3);
const keyArn = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const propsOf = (name: string, components: readonly string[]) => {
  const { flux, registry } = parseDev(fixture('valid', name));
  return { cluster: blueCluster, flux, registry, components };
};

/** Controller, action and resource of everything that a fleet allows. */
function allowed(name: string, components: readonly string[]): string[] {
  return controllerPermissions(propsOf(name, components)).flatMap(({ controller, statements }) =>
    statements.flatMap((statement) =>
      statement.actions.flatMap((action) =>
        ('resources' in statement ? statement.resources : ['*']).map(
          (resource) => `${controller} ${action} ${resource}`,
        ),
      ),
    ),
  );
}

test('a public repository without secrets needs no role', () => {
  expect(allowed('minimal.yaml', basic)).toEqual([]);
});

const registry = 'arn:aws:ecr:eu-west-2:111122223333:repository';
const readable = [
  `${registry}/fleet/manifests`,
  'arn:aws:ecr:eu-west-1:222233334444:repository/mirror/flux-operator',
  `${registry}/charts/*`,
];

test("the source-controller pulls the artifact, the operator's chart and what is listed, and reads the named buckets", () => {
  expect(allowed('sync-oci.yaml', basic)).toEqual([
    'source-controller ecr:GetAuthorizationToken *',
    ...['BatchCheckLayerAvailability', 'BatchGetImage', 'GetDownloadUrlForLayer'].flatMap((action) =>
      readable.map((arn) => `source-controller ecr:${action} ${arn}`),
    ),
    'source-controller ecr-public:GetAuthorizationToken *',
    'source-controller sts:GetServiceBearerToken *',
    'source-controller s3:GetBucketLocation arn:aws:s3:::example-artifacts',
    'source-controller s3:ListBucket arn:aws:s3:::example-artifacts',
    'source-controller s3:GetObject arn:aws:s3:::example-artifacts/*',
    `source-controller kms:Decrypt ${keyArn}`,
  ]);
});

test('the keys of buckets decrypt nothing but what S3 keeps', () => {
  const [sources] = controllerPermissions(propsOf('sync-oci.yaml', basic));
  expect(sources?.statements.find(({ actions }) => actions.includes('kms:Decrypt'))?.conditions).toEqual({
    StringEquals: { 'kms:ViaService': ['s3.eu-west-2.amazonaws.com'] },
  });
});

test('the kustomize-controller decrypts with the named keys', () => {
  expect(allowed('sync-gitlab-ssh.yaml', basic)).toEqual([
    `kustomize-controller kms:Decrypt ${keyArn}`,
    `kustomize-controller kms:DescribeKey ${keyArn}`,
  ]);
});

test('the image-reflector-controller reads the repositories of the fleet', () => {
  expect(allowed('full.yaml', all)).toContain(
    `image-reflector-controller ecr:ListImages ${registry}/applications/hello`,
  );
});

test('the image-reflector-controller reads what is listed besides', () => {
  expect(allowed('sync-oci.yaml', all)).toContain(
    `image-reflector-controller ecr:ListImages ${registry}/charts/*`,
  );
});

test('the image-reflector-controller reads nothing where nothing is listed', () => {
  expect(allowed('minimal.yaml', all)).toEqual([]);
});

test('a role belongs to one service account of Flux', () => {
  const stack = synthConstructs((scope) => {
    new ControllerRoles(scope, 'flux', propsOf('sync-gitlab-ssh.yaml', basic));
  });
  expect(allOf(stack, 'aws_eks_pod_identity_association')).toMatchObject([
    { cluster_name: 'blue', namespace: 'flux-system', service_account: 'kustomize-controller' },
  ]);
});
