import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { pidOf } from '../e2e/support/sandbox-shell';
import { everythingReady } from '../e2e-flux/support/cluster';
import { forecastOf } from './support/guard';
import { Lab } from './support/lab';
import { deletedBetween } from './support/snapshot';

/** Removes a file with its entry in the kustomization.yaml beside it. */
function removeFile(clone: string, folder: string, name: string): void {
  rmSync(join(clone, folder, name), { recursive: true });
  const file = join(clone, folder, 'kustomization.yaml');
  const { resources, ...rest } = parse(readFileSync(file, 'utf8')) as { resources: string[] };
  lab.clone.write({
    [`${folder}/kustomization.yaml`]: stringify({
      ...rest,
      resources: resources.filter((one) => one.replace(/^\.\//, '') !== name),
    }),
  });
}

const changes = [
  {
    what: 'the namespaces',
    folder: 'gitops/infrastructure',
    file: 'namespaces.yaml',
    names: 'Namespace/applications',
  },
  {
    what: 'the HelmRelease of hello',
    folder: 'gitops/applications/hello',
    file: 'helmrelease.yaml',
    names: 'HelmRelease/applications/hello',
  },
] as const;

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.create([]);
});

afterEach(async () => {
  await lab.remove();
  await everythingReady(300);
});

test.each(changes)('without $what: the forecast is what Flux deletes', async ({ folder, file, names }) => {
  const from = await lab.clone.git('rev-parse', 'HEAD');
  const before = await lab.push();
  removeFile(lab.clone.folder, folder, file);
  const to = await lab.commit('change');
  const { code, losses } = await forecastOf(lab.clone.folder, from, to);
  const deleted = deletedBetween(before, await lab.push());
  expect({ code, losses: [...losses].sort() }).toEqual({ code: 2, losses: deleted });
  expect(losses).toContain(names);
});

test.each(changes)(
  'without $what, while the API does not answer: the builds say what goes, and the guard what it could not ask',
  async ({ folder, file, names }) => {
    const from = await lab.clone.git('rev-parse', 'HEAD');
    removeFile(lab.clone.folder, folder, file);
    const to = await lab.commit('change');
    const apiServer = pidOf('kube-apiserver');
    process.kill(apiServer, 'SIGSTOP');
    try {
      const { code, losses, unknowns } = await forecastOf(lab.clone.folder, from, to);
      expect({ code, losses, unknowns }).toEqual({
        code: 2,
        losses: expect.arrayContaining([names]) as string[],
        unknowns: expect.arrayContaining([expect.stringContaining('could not be asked')]) as string[],
      });
    } finally {
      process.kill(apiServer, 'SIGCONT');
    }
  },
);
