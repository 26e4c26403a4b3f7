import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { stringify } from 'yaml';
import { codeIn, eventually, type, typed, typedJson } from '../e2e/support/sandbox-shell';
import { everythingReady } from '../e2e-flux/support/cluster';
import { FleetClone } from '../e2e-flux/support/fleet-clone';
import { checkout } from '../support/synth';

const empty = 'gitops/empty';
const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-guard-'));
const overrides = join(folder, 'overrides.yaml');

let clone: FleetClone;

beforeAll(async () => {
  writeFileSync(overrides, stringify({ flux: { sync: { path: empty } } }));
  clone = await FleetClone.ofMain();
  clone.write({ [`${empty}/.gitkeep`]: '' });
  const revision = await clone.push();
  await execa('git', ['fetch', '--quiet', '--no-tags', clone.folder, revision], { cwd: checkout });
});

afterAll(async () => {
  await clone.revert();
  rmSync(folder, { recursive: true, force: true });
});

describe('flux.sync.path changes to an empty folder', () => {
  const deploy = `FLEET_OVERRIDES=${overrides} cdktf deploy flux-instance`;
  let refusal: string;

  beforeAll(() => {
    refusal = type(deploy).output;
  });

  afterAll(async () => {
    typed('cdktf deploy flux-instance');
    // Helm may have recorded an install that the controller did not see the end of, which it tries again only after minutes.
    type('flux reconcile helmrelease hello -n applications --force --timeout=2m');
    await everythingReady(300);
  });

  test('the deploy is refused, with the list', () => {
    expect(refusal).toMatch(
      /this would be deleted:[^]*HelmRelease\/applications\/hello[^]*Namespace\/applications/,
    );
  });

  test('nothing has changed', () => {
    expect(typed('kubectl get deployment hello -n applications -o name')).toContain('hello');
  });

  test('a saved plan is refused with the same list', () => {
    const { output } = type(
      'cd cdktf.out/stacks/flux-instance && terraform plan -input=false -out=saved.tfplan >/dev/null && ' +
        '{ $TERRAFORM_BINARY_NAME apply saved.tfplan; echo "ended with $?"; }',
    );
    expect({ end: /ended with \d+/.exec(output)?.[0], code: codeIn(output) }).toEqual({
      end: 'ended with 1',
      code: codeIn(refusal),
    });
  });

  test('without the launcher, a diff says that nothing guards it, and how to turn the guard on', () => {
    expect(
      type(`TERRAFORM_BINARY_NAME= FLEET_OVERRIDES=${overrides} cdktf diff flux-instance`).output,
    ).toMatch(/Nothing guards this command .* export TERRAFORM_BINARY_NAME=/);
  });

  test('with the code of the list it goes on', () => {
    type(`INFRA_FLEET_ALLOW_PRUNE=${codeIn(refusal) ?? ''} ${deploy}`);
    const path = typedJson<{ spec: { path: string } }>(
      'kubectl get kustomization flux-system -n flux-system -o json',
    ).spec.path;
    expect(path).toBe(empty);
  });
});

describe('helm-controller has been taken out of the components while a HelmRelease exists', () => {
  const definition = 'customresourcedefinition/helmreleases.helm.toolkit.fluxcd.io';
  const uidOfWorkload = () =>
    typed("kubectl get deployment hello -n applications -o jsonpath='{.metadata.uid}'").trim();
  const components = (list: readonly string[]) =>
    typed(
      `kubectl patch fluxinstance flux -n flux-system --type merge -p '${JSON.stringify({ spec: { components: list } })}'`,
    );
  let all: readonly string[];
  let output: string;
  let workload: string;

  beforeAll(async () => {
    const instance = typedJson<{ spec: { components: readonly string[] } }>(
      'kubectl get fluxinstance flux -n flux-system -o json',
    );
    all = instance.spec.components;
    workload = uidOfWorkload();
    components(all.filter((name) => name !== 'helm-controller'));
    const deletedAt = `kubectl get ${definition} -o jsonpath='{.metadata.deletionTimestamp}'`;
    await eventually(
      120,
      () => typed(deletedAt).trim(),
      (time) => time !== '',
    );
    components(all);
    output = type('cdktf deploy flux-instance').output;
  });

  test('a deploy frees what is stuck', () => {
    expect(output).toMatch(/Freed[^]*HelmRelease\/applications\/hello/);
  });

  test('what it had installed stays', () => {
    expect(uidOfWorkload()).toBe(workload);
  });

  test('what is in Git comes again', () => {
    typed('flux reconcile kustomization applications --timeout=2m');
    expect(
      typed(
        'kubectl wait helmrelease/hello -n applications --for=condition=Ready --timeout=120s && ' +
          'kubectl get helmrelease hello -n applications -o name',
      ),
    ).toContain('hello');
  });
});
