import { Testing, type TerraformStack } from 'cdktf';
import { stateLocation } from '../../lib/terraform/state-location';
import { FluxInstanceStack } from '../../stacks/flux-instance';
import { FluxOperatorStack } from '../../stacks/flux-operator';
import { fixture, parseDev } from '../lib/fleet/fixtures';
import { parseManifests } from '../lib/flux/manifests/flux-manifest-fixtures';
import { only, type StackJson } from '../support/synth';

type Json = StackJson & { readonly import?: readonly { readonly id: string; readonly to: string }[] };

/** Both Flux stacks of the minimal fleet with other keys under `flux`. */
function fluxStacks(keys: string): { operator: Json; instance: Json } {
  const fleet = parseDev(fixture('valid', 'minimal.yaml').replace('flux:\n', `flux:\n  ${keys}\n`));
  const props = {
    fleet,
    manifests: parseManifests({}),
    state: stateLocation(fleet.state, '.'),
    checkout: '.',
  };
  const json = (stack: TerraformStack) => JSON.parse(Testing.synth(stack)) as Json;
  return {
    operator: json(new FluxOperatorStack(Testing.app(), props)),
    instance: json(new FluxInstanceStack(Testing.app(), { ...props, secretRevisions: {} })),
  };
}

describe('owned by Terraform', () => {
  const { operator, instance } = fluxStacks('owner: terraform');

  test('the operator is taken back from Git before its release is touched', () => {
    expect(only(operator, 'helm_release').depends_on).toContain('terraform_data.flux_take_back');
  });

  test('taking back is tried again whenever the operator is upgraded', () => {
    expect(operator.resource.terraform_data!.flux_take_back!.triggers_replace).toMatchObject({
      operator: '0.59.0',
    });
  });

  test.each([operator, instance])('the release follows the manifest', (stack) => {
    expect(only(stack, 'helm_release').lifecycle).toBeUndefined();
  });

  test('nothing is imported', () => {
    expect(operator.import).toBeUndefined();
  });
});

describe('owned by Git', () => {
  const { operator, instance } = fluxStacks('owner: git');

  test.each([operator, instance])('no change of the release is one for Terraform', (stack) => {
    expect(only(stack, 'helm_release').lifecycle).toEqual({ ignore_changes: 'all' });
  });

  test('no deploy waits for what Git changes', () => {
    expect(instance.resource.terraform_data!.flux_readiness!.lifecycle).toEqual({ ignore_changes: 'all' });
  });

  test('nothing is taken back', () => {
    expect(operator.resource.terraform_data).not.toHaveProperty('flux_take_back');
  });

  test('no output depends on the release', () => {
    expect(JSON.stringify([operator.output, instance.output].map(values))).not.toContain('helm_release');
  });
});

describe('adopted', () => {
  const { operator, instance } = fluxStacks('adopt: true');

  test('the namespace is imported', () => {
    expect(operator.import).toEqual([
      expect.objectContaining({ id: 'flux-system', to: 'kubernetes_namespace_v1.namespace' }),
    ]);
  });

  test.each([operator, instance])('the release takes up objects that are there', (stack) => {
    expect(only(stack, 'helm_release').take_ownership).toBe(true);
  });
});

function values(output: StackJson['output']): unknown[] {
  return Object.values(output).map(({ value }) => value);
}
