import { shellEnvironment } from '../e2e/support/sandbox-shell';
import { apply, everythingReady, kubectl, list, processorSeconds, seconds, until } from './support/cluster';
import { controllers, usage } from './support/controllers';
import { FleetClone } from './support/fleet-clone';
import { inSeconds, measured } from './support/measured';
import { namespace, scaleRepository, scaleSource } from './support/scale';

// Five links of a chain, each at least the 5 s after which the helm-controller looks again whether a release is ready
// (helm-controller 1.6.4, internal/action/wait.go), and the work of 150 objects on two cores.
const limitSeconds = 60;
const kustomizations = 100;
const helmReleases = 50;

let clone: FleetClone;

beforeAll(async () => {
  clone = await FleetClone.withNewBranch(namespace);
  const chartsUrl = shellEnvironment().SANDBOX_CHARTS_URL ?? '';
  clone.write(scaleRepository({ kustomizations, helmReleases, chartsUrl }));
  await clone.push();
  await everythingReady(120);
});

afterAll(async () => {
  clone.remove();
  await kubectl(['delete', 'kustomization', namespace, `--namespace=${namespace}`]);
  await until('the load to be gone', 120, async () => {
    const left = await list(
      'kustomizations,helmreleases',
      `--field-selector=metadata.namespace=${namespace}`,
    );
    return left.length === 0 ? true : undefined;
  });
  await kubectl(['delete', 'namespace', namespace]);
});

test('scale: 50 HelmReleases and 100 Kustomizations, both in chains of five, are Ready within 60 s', async () => {
  const before = await Promise.all(controllers.map(usage));
  const processorBefore = processorSeconds();
  const time = await seconds(async () => {
    await apply(scaleSource(clone.url, clone.branch));
    await until('everything pushed to be there and Ready', 180, async () => {
      const objects = await everythingReady(180);
      const pushed = objects.filter(
        ({ kind, name }) => /^(Kust|HelmRel)/.test(kind) && name.startsWith('scale/'),
      );
      // The one more is the Kustomization that applies the others.
      return pushed.length === kustomizations + helmReleases + 1 ? true : undefined;
    });
  });
  const after = await Promise.all(controllers.map(usage));
  const processor = processorSeconds();
  measured(
    inSeconds(time),
    `processor time of the sandbox ${inSeconds(processor.sandbox - processorBefore.sandbox)}`,
    `of everything else ${inSeconds(processor.others - processorBefore.others)}`,
    ...controllers.map((name, index) => {
      const requests = after[index]!.apiRequests - before[index]!.apiRequests;
      return `${name} ${after[index]!.megabytes.toFixed(0)} MB and ${requests} API requests`;
    }),
  );
  expect(time).toBeLessThan(limitSeconds);
});
