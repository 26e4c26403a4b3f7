import { setTimeout as delay } from 'node:timers/promises';
import { shellEnvironment } from '../e2e/support/sandbox-shell';
import { beginFault } from '../../sandbox/src/faults';
import { apply, everythingReady, kubectl, kubectlJson, seconds, until } from './support/cluster';
import { controllers } from './support/controllers';
import { Convergence } from './support/convergence';
import { kill, restarted } from './support/faults';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';

let convergence: Convergence;

beforeAll(async () => {
  await everythingReady(120);
  convergence = new Convergence(await FleetClone.ofMain());
});
afterAll(async () => await convergence.revert());

interface Conditions {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Waits until an object in flux-system is not Ready: the fault has been noticed. */
async function noticed(object: string): Promise<void> {
  await until(`${object} to be not Ready`, 60, async () => {
    const { status } = await kubectlJson<Conditions>(['get', object, '--namespace=flux-system']);
    const ready = status?.conditions?.find(({ type }) => type === 'Ready');
    return ready?.status === 'True' ? undefined : true;
  });
}

test('fault: operator killed', async () => {
  const time = await seconds(async () => {
    await restarted('flux-system.flux-operator', kill('flux-system.flux-operator'));
    const request = new Date().toISOString();
    const annotation = `reconcile.fluxcd.io/requestedAt=${request}`;
    await kubectl(['annotate', 'fluxinstance/flux', '--namespace=flux-system', '--overwrite', annotation]);
    await until('the operator to have reconciled the FluxInstance', 120, async () => {
      const { status } = await kubectlJson<{ status: { lastHandledReconcileAt?: string } }>([
        'get',
        'fluxinstance/flux',
        '--namespace=flux-system',
      ]);
      return status.lastHandledReconcileAt === request ? true : undefined;
    });
    await everythingReady(120);
  });
  measured(`${inSeconds(time)} until it has reconciled the FluxInstance and everything is Ready`);
});

test.each(controllers)('fault: %s killed', async (controller) => {
  const program = `flux-system.${controller}`;
  const time = await seconds(async () => {
    await restarted(program, kill(program));
    await convergence.prove();
  });
  measured(`${inSeconds(time)} until a commit has arrived and everything is Ready`);
});

test('fault: Git server away for a minute', async () => {
  const end = beginFault('git');
  const minute = delay(60_000);
  try {
    await noticed('gitrepository/flux-system');
    await minute;
  } finally {
    end();
  }
  const time = await seconds(async () => await convergence.prove());
  measured(`${inSeconds(time)} after its return until a commit has arrived and everything is Ready`);
});

test('fault: chart registry away while a HelmRelease is installed', async () => {
  const namespace = 'flux-system';
  const name = 'fault';
  const chart = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: { name, namespace },
    spec: {
      interval: '1m',
      url: `${shellEnvironment().SANDBOX_CHARTS_URL}/hello`,
      ref: { semver: '1.x' },
      layerSelector: { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', operation: 'copy' },
    },
  };
  const release = {
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace },
    spec: {
      interval: '10m',
      targetNamespace: 'applications',
      chartRef: { kind: 'OCIRepository', name },
    },
  };
  const end = beginFault('charts');
  try {
    await apply([chart, release]);
    await noticed(`ocirepository/${name}`);
    await delay(20_000);
  } finally {
    end();
  }
  const time = await seconds(async () => await everythingReady(180));
  await kubectl(['delete', `helmrelease/${name}`, `ocirepository/${name}`, `--namespace=${namespace}`]);
  measured(`away for 20 s, ${inSeconds(time)} after its return until everything is Ready`);
});

test('fault: API server killed', async () => {
  const time = await seconds(async () => {
    await restarted('kube-apiserver', kill('kube-apiserver'));
    await until('the API server to answer', 60, async () => await kubectl(['get', '--raw', '/readyz']));
    await convergence.prove();
  });
  measured(`${inSeconds(time)} until a commit has arrived and everything is Ready`);
});
