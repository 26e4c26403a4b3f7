import { checkOwner } from '../../../../lib/flux/manifests/owner';
import { configurationErrorOf } from '../../fleet/fixtures';

const file = 'gitops/clusters/dev/kustomization.yaml';

function check(owner: 'terraform' | 'git', resources: string): () => void {
  return () => checkOwner({ file, text: `resources: ${resources}\n` }, owner, 'fleet/dev.yaml');
}

test.each(['[infrastructure.yaml, flux-system]', '[./flux-system/]', '[flux-system/flux-instance.yaml]'])(
  'Git owns Flux where Flux applies %s',
  (resources) => {
    expect(check('git', resources)).not.toThrow();
  },
);

test.each(['[infrastructure.yaml]', '[]', '[flux-system-extras]'])(
  'Terraform owns Flux where Flux applies %s',
  (resources) => {
    expect(check('terraform', resources)).not.toThrow();
  },
);

test('Flux owned by Git that Flux does not apply has no owner', () => {
  expect(configurationErrorOf(check('git', '[infrastructure.yaml]')).format()).toBe(
    `${file}: resources lacks flux-system, which flux.owner: git of fleet/dev.yaml needs. ` +
      'Allowed: a list with flux-system in it. Add flux-system, or set flux.owner: terraform.',
  );
});

test('Flux owned by Terraform that Flux applies has two owners', () => {
  expect(configurationErrorOf(check('terraform', '[infrastructure.yaml, flux-system]')).format()).toBe(
    `${file}: resources[1]: "flux-system" gives Flux what Terraform owns, by flux.owner: terraform of ` +
      'fleet/dev.yaml. Allowed: a list without flux-system. Remove it, or set flux.owner: git.',
  );
});

test('a file that is not YAML says so', () => {
  expect(configurationErrorOf(check('git', '[')).problems[0]?.problem).toContain('is not valid YAML');
});
