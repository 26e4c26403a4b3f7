import { parse } from 'yaml';
import { factNames } from '../../lib/flux/variables';
import { only, removeSynthesized, type StackJson, synthesize } from '../support/synth';

interface InstanceValues {
  commonAnnotations: Record<string, string>;
  instance: {
    distribution: { version: string; artifact: string | null };
    cluster: Record<string, unknown>;
    sync: Record<string, string>;
    kustomize: { patches: { target: { kind: string }; patch: string }[] };
  };
}

let stack: StackJson;
let values: InstanceValues;

beforeAll(() => {
  stack = synthesize({ fleet: 'dev' }).stack('flux-instance');
  const [yaml] = only(stack, 'helm_release').values as string[];
  values = parse(yaml!) as InstanceValues;
});
afterAll(removeSynthesized);

test('manifests can use every variable of the fleet', () => {
  expect(Object.keys(only(stack, 'kubernetes_config_map_v1').data as object).sort()).toEqual(
    [...factNames].sort(),
  );
});

test('what is empty stays a text in manifests', () => {
  expect(only(stack, 'kubernetes_config_map_v1').data).toMatchObject({ SYNC_PULL_SECRET: '""' });
});

test('the FluxInstance is that of Git, with the values of the fleet', () => {
  expect(values.instance.cluster).toMatchObject({ type: 'aws', size: 'medium' });
});

test('the chart has no default where Git says nothing', () => {
  expect(values.instance.distribution.artifact).toBeNull();
});

test('Flux does not delete the FluxInstance that it finds no longer in Git', () => {
  expect(values.commonAnnotations).toEqual({ 'kustomize.toolkit.fluxcd.io/prune': 'disabled' });
});

test('dependencies are looked at again soon', () => {
  expect(values.instance.kustomize.patches.map(({ patch }) => patch)).toContainEqual(
    expect.stringContaining('--requeue-dependency=2s'),
  );
});

test('with Karpenter they can use its queue and its instance profile', () => {
  const choices = synthesize({ fleet: 'prod', overrides: 'ops/scan/every-choice.yaml' }).stack(
    'flux-instance',
  );
  expect(only(choices, 'kubernetes_config_map_v1').data).toMatchObject({
    KARPENTER_QUEUE: '${data.terraform_remote_state.cluster.outputs.karpenter_queue}',
    KARPENTER_INSTANCE_PROFILE: '${data.terraform_remote_state.cluster.outputs.karpenter_instance_profile}',
  });
});

test('the registry is that of the account and region', () => {
  expect(only(stack, 'kubernetes_config_map_v1').data).toMatchObject({
    ECR_REGISTRY: '111122223333.dkr.ecr.eu-west-2.amazonaws.com',
  });
});

test('the root Kustomization substitutes from the ConfigMap', () => {
  const [patch] = values.instance.kustomize.patches;
  expect(parse(patch!.patch)).toContainEqual({
    op: 'add',
    path: '/spec/postBuild',
    value: { substituteFrom: [{ kind: 'ConfigMap', name: 'terraform-outputs' }] },
  });
});

test('Flux follows the branch and path of the fleet', () => {
  expect(values.instance.sync).toMatchObject({ ref: 'refs/heads/main', path: 'gitops/clusters/dev' });
});

test('the deploy returns only when Flux is Ready', () => {
  expect(stack.output.ready!.depends_on).toContain('terraform_data.flux_readiness');
});

test('readiness is waited for again when the FluxInstance changes', () => {
  expect(stack.resource.terraform_data!.flux_readiness!.triggers_replace).toMatchObject({
    instance: expect.stringContaining('"version":"2.9.5"') as string,
  });
});
