import { canaryFleet, removeCanaryFleet, writeCanaryFleet } from '../e2e/support/canary-fleet';
import { apply, everythingReady, kubectl, kubectlJson, until } from './support/cluster';
import { measured } from './support/measured';
import { deployFlux } from './support/stacks';

const namespace = 'team-a';
const fleet = { FLEET: canaryFleet, FLEET_LOCAL_OVERRIDES: '' };

interface Kustomization {
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly message: string;
    }[];
  };
}

/** A Kustomization of the tenant's beside its own. */
function kustomization(name: string, spec: object): object {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: { interval: '10m', prune: true, path: './gitops/infrastructure', ...spec },
  };
}

/** Why Flux refuses a Kustomization of the tenant. */
async function refusal(name: string): Promise<string> {
  return await until(`${name} to be refused`, 60, async () => {
    const { status } = await kubectlJson<Kustomization>([
      'get',
      `kustomization/${name}`,
      `--namespace=${namespace}`,
    ]);
    const ready = status?.conditions?.find(({ type }) => type === 'Ready');
    return ready?.status === 'False' ? ready.message : undefined;
  });
}

beforeAll(async () => {
  await everythingReady(120);
  writeCanaryFleet({ sync: { url: '${SANDBOX_GIT_URL}' }, spec: { cluster: { multitenant: true } } });
  await deployFlux(fleet);
});

afterAll(async () => {
  await kubectl([
    'delete',
    'kustomization/foreign-source',
    'kustomization/foreign-namespace',
    `--namespace=${namespace}`,
    '--ignore-not-found',
  ]);
  removeCanaryFleet();
  await deployFlux();
  await everythingReady(180);
});

test('tenant: under multitenant, the platform and the tenant are Ready, each with its service account', async () => {
  const objects = await everythingReady(180);
  measured(`${objects.length} objects of Flux`);
  expect(objects.map(({ name }) => name)).toContain('team-a/team-a');
});

test('tenant: the source of another namespace is refused', async () => {
  const sourceRef = { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system' };
  await apply([kustomization('foreign-source', { serviceAccountName: 'flux', sourceRef })]);
  const message = await refusal('foreign-source');
  measured(message);
  expect(message).toContain('cross-namespace references have been');
});

test('tenant: what its role does not allow is refused, in another namespace too', async () => {
  const sourceRef = { kind: 'GitRepository', name: 'team-a' };
  await apply([kustomization('foreign-namespace', { serviceAccountName: 'flux', sourceRef })]);
  const message = await refusal('foreign-namespace');
  measured(message.split('\n')[0] ?? '');
  expect(message).toContain('forbidden');
});
