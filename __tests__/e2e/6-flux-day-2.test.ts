import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../support/synth';
import {
  canaryCheckout,
  canarySelection,
  type CanaryFleetProps,
  removeCanaryFleet,
  writeCanaryFleet,
} from './support/canary-fleet';
import { resourcesOf, type, typed } from './support/sandbox-shell';

const operatorFile = join(checkout, canaryCheckout, 'gitops/clusters/sandbox/flux-system/flux-operator.yaml');

/** Writes a fleet like the sandbox's, since neither its files nor those that Flux reconciles are the test's to change. */
function writeFleet(flux: CanaryFleetProps['flux'] = {}): void {
  writeCanaryFleet({ sync: { url: '${SANDBOX_GIT_URL}' }, flux });
}

function setOnDestroy(onDestroy: string): void {
  writeFleet({ onDestroy, destroyTimeout: '15s' });
}

function deployFlux(selection = canarySelection): void {
  typed(`${selection} cdktf deploy flux-operator flux-instance`);
  typed(
    'kubectl wait --for=condition=Ready --timeout=120s -n flux-system kustomizations --all && ' +
      'kubectl wait --for=condition=Ready --timeout=120s -n applications helmrelease/hello',
  );
}

function destroyFlux(): string {
  return typed(`${canarySelection} cdktf destroy flux-operator flux-instance`);
}

function stop(deployment: string, label: string): void {
  typed(
    `kubectl scale -n flux-system deployment ${deployment} --replicas=0 && ` +
      `kubectl wait -n flux-system --for=delete pod -l ${label} --timeout=60s`,
  );
}

/** What must not be left of Flux: its definitions, its namespace and anything with one of its finalizers. */
function leftOfFlux(): string[] {
  const names = typed('kubectl get customresourcedefinitions,namespaces -o name').split('\n');
  return names.filter((name) => name.includes('fluxcd') || name.includes('flux-system'));
}

function hasWorkload(): boolean {
  return type('kubectl get deployment hello -n applications').status === 0;
}

beforeAll(() => writeFleet());

afterAll(() => {
  removeCanaryFleet();
  deployFlux('');
});

describe('an upgrade', () => {
  afterAll(() => writeFleet());

  test('of the operator, dry, changes no file', () => {
    const before = readFileSync(operatorFile, 'utf8');
    typed(`${canarySelection} ops/bin/ops upgrade --operator 0.59.1`);
    expect(readFileSync(operatorFile, 'utf8')).toBe(before);
  });

  test('of Flux by two minor releases is refused', () => {
    expect(type(`${canarySelection} ops/bin/ops upgrade --flux 2.11.0`)).toMatchObject({
      status: expect.any(Number) as number,
      output: expect.stringContaining('more than one minor release') as string,
    });
  });

  test('of the operator loses no object and no pod', () => {
    typed(`${canarySelection} ops/bin/ops upgrade --operator 0.59.1 --apply`);
    deployFlux();
    expect(typed(`${canarySelection} ops/bin/ops upgrade --verify`)).toMatch(
      /0 pruned[^]*0 recreated[^]*0 gone or recreated/,
    );
  });
});

describe('a plan that replaces Flux', () => {
  function release(): string {
    return resourcesOf('flux-instance').find((name) => name.startsWith('helm_release.'))!;
  }

  test('is refused in a deploy, with what would go along', () => {
    const { status, output } = type(
      `${canarySelection} TF_CLI_ARGS_apply=-replace=${release()} cdktf deploy flux-instance`,
    );
    expect({ refused: status !== 0, output }).toEqual({
      refused: true,
      output: expect.stringMatching(
        /helm_release\S+ \(\S+\) will be replaced[^]*HelmRelease\/applications\/hello/,
      ) as string,
    });
  });

  test('has changed nothing', () => {
    expect(typed('kubectl get fluxinstance flux -n flux-system -o name').trim()).not.toBe('');
  });
});

describe('a destroy of Flux', () => {
  beforeEach(() => writeFleet());

  test('without its operator leaves nothing of Flux, and the workloads', () => {
    deployFlux();
    stop('flux-operator', 'app.kubernetes.io/name=flux-operator');
    destroyFlux();
    expect({ left: leftOfFlux(), workload: hasWorkload() }).toEqual({ left: [], workload: true });
  });

  test('removes workloads by choice, dependents first and the root last', () => {
    setOnDestroy('remove-workloads');
    deployFlux();
    const output = destroyFlux();
    const order = [...output.matchAll(/ s {2}removing (\S+)/g)].map(([, object]) => object);
    expect({ order, left: leftOfFlux(), workload: hasWorkload() }).toEqual({
      order: [
        'HelmRelease/applications/hello',
        'Kustomization/flux-system/notifications',
        'Kustomization/team-a/team-a',
        'Kustomization/flux-system/applications',
        'Kustomization/flux-system/tenants',
        'Kustomization/flux-system/infrastructure',
        'Kustomization/flux-system/flux-system',
      ],
      left: [],
      workload: false,
    });
  });

  test('whose controller is away ends within its bound and names what stays', () => {
    setOnDestroy('remove-workloads');
    deployFlux();
    stop('kustomize-controller', 'app=kustomize-controller');
    const output = destroyFlux();
    expect({ output, left: leftOfFlux() }).toEqual({
      output: expect.stringContaining('stays behind: ConfigMap/applications/cluster-info') as string,
      left: [],
    });
  });
});
