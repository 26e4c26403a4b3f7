import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { checkout, only, removeSynthesized, type StackJson, synthesize } from '../support/synth';

let stack: StackJson;

beforeAll(() => {
  stack = synthesize({ fleet: 'dev' }).stack('flux-operator');
});
afterAll(removeSynthesized);

test('the release is finished when the operator is available', () => {
  expect(only(stack, 'helm_release')).toMatchObject({ chart: 'flux-operator', wait: true });
});

test('an install that failed is taken up again', () => {
  expect(only(stack, 'helm_release').upgrade_install).toBe(true);
});

test('Flux may label its namespace without a difference in the next plan', () => {
  expect(only(stack, 'kubernetes_namespace_v1').lifecycle).toEqual({
    ignore_changes: ['metadata[0].labels', 'metadata[0].annotations'],
  });
});

test.each(['helm', 'kubernetes'])(
  'the provider %s asks for a token when it starts, and keeps none',
  (provider) => {
    const configuration = JSON.stringify(stack.provider[provider]);
    expect(configuration).toMatch(/"get-token"/);
  },
);

test('the apply holds until the operator is Available and its definitions are Established', () => {
  const { provisioner, depends_on } = stack.resource.terraform_data!.flux_readiness!;
  expect({ provisioner, depends_on }).toEqual({
    provisioner: [
      {
        'local-exec': expect.objectContaining({
          environment: expect.objectContaining({
            FLUX_WAIT_FOR: 'operator',
            STACK: 'flux-operator',
          }) as object,
        }) as object,
      },
    ],
    depends_on: expect.arrayContaining([expect.stringMatching(/^helm_release\./)]) as string[],
  });
});

test('the first object waits until the cluster lets the caller in', () => {
  const { provisioner } = stack.resource.terraform_data!.cluster_access!;
  expect({ provisioner, depends_on: only(stack, 'kubernetes_namespace_v1').depends_on }).toEqual({
    provisioner: [
      {
        'local-exec': expect.objectContaining({
          command: 'exec node run ops/provisioners/wait-for-access.ts',
          environment: expect.objectContaining({
            FLEET_FILE: 'fleet/dev.yaml',
            FLUX_READY_TIMEOUT: '10m',
          }) as object,
        }) as object,
      },
    ],
    depends_on: expect.arrayContaining(['terraform_data.cluster_access']) as string[],
  });
});

test('volumes are encrypted and expandable by default, before the operator can ask for one', () => {
  const [[id, { metadata, ...storageClass }] = ['', {}]] = Object.entries(
    stack.resource.kubernetes_storage_class_v1!,
  );
  expect([metadata, storageClass, only(stack, 'helm_release').depends_on]).toEqual([
    { name: 'gp3', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    expect.objectContaining({
      storage_provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
      allow_volume_expansion: true,
    }),
    expect.arrayContaining([`kubernetes_storage_class_v1.${id}`]),
  ]);
});

test('the volume of Flux in prod has the class that the stack makes', () => {
  const { spec } = parse(
    readFileSync(join(checkout, 'gitops/clusters/prod/flux-system/flux-instance.yaml'), 'utf8'),
  ) as { spec: { storage: { class: string } } };
  expect(spec.storage.class).toBe(
    (only(stack, 'kubernetes_storage_class_v1').metadata as { name: string }).name,
  );
});
