import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { pidOf } from '../e2e/support/sandbox-shell';
import { everythingReady } from '../e2e-flux/support/cluster';
import { forecastOf } from './support/guard';
import { Lab } from './support/lab';
import { deletedBetween } from './support/snapshot';

const changes = [
  {
    what: 'the namespaces',
    names: 'Namespace/applications',
    remove: () => {
      removeFile('gitops/infrastructure/namespaces.yaml');
      withoutEntries('gitops/infrastructure', ['namespaces.yaml']);
    },
  },
  {
    what: 'the HelmRelease of hello',
    names: 'HelmRelease/applications/hello',
    remove: () => {
      removeFile('gitops/applications/hello/helmrelease.yaml');
      withoutEntries('gitops/applications/hello', ['helmrelease.yaml']);
    },
  },
] as const;

function removeFile(path: string): void {
  rmSync(join(lab.clone.folder, path), { recursive: true });
}

interface Overlay {
  readonly resources: readonly string[];
}

/** Takes resources out of the kustomization.yaml of a folder. */
function withoutEntries(folder: string, gone: readonly string[]): void {
  const file = `${folder}/kustomization.yaml`;
  const { resources, ...rest } = parse(lab.clone.read(file)) as Overlay;
  const overlay = { ...rest, resources: resources.filter((name) => !gone.includes(name)) };
  lab.clone.write({ [file]: stringify(overlay) });
}

let lab: Lab;

beforeEach(async () => {
  lab = await Lab.create([]);
});

afterEach(async () => {
  await lab.remove();
  await everythingReady(300);
});

test.each(changes)('without $what: the forecast is what Flux deletes', async ({ remove, names }) => {
  const from = await lab.clone.git('rev-parse', 'HEAD');
  const before = await lab.push();
  remove();
  const to = await lab.commit('change');
  const { code, losses } = await forecastOf(lab.clone.folder, from, to);
  const deleted = deletedBetween(before, await lab.push());
  expect({ code, losses: [...losses].sort() }).toEqual({ code: 2, losses: deleted });
  expect(losses).toContain(names);
});

test.each(changes)(
  'without $what, while the API does not answer: the builds say what goes, and the guard what it could not ask',
  async ({ remove, names }) => {
    const from = await lab.clone.git('rev-parse', 'HEAD');
    remove();
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
