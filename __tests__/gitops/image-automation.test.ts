import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { checkout } from '../support/synth';

const gitops = join(checkout, 'gitops');
const imageControllers = ['image-reflector-controller', 'image-automation-controller'];

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly components?: readonly string[] };
}

function manifests(...path: readonly string[]): Manifest[] {
  return parseAllDocuments(readFileSync(join(gitops, ...path), 'utf8')).map(
    (document) => document.toJSON() as Manifest,
  );
}

/** Whether a cluster reconciles the folder, and whether it has what that needs: the controllers, and the Secrets by its fleet. */
function imageAutomationOf(cluster: string) {
  const { resources } = parse(
    readFileSync(join(gitops, 'clusters', cluster, 'kustomization.yaml'), 'utf8'),
  ) as {
    resources: readonly string[];
  };
  const fleet = parse(readFileSync(join(checkout, 'fleet', `${cluster}.yaml`), 'utf8')) as {
    flux: { imageAutomation?: object };
  };
  const [instance] = manifests('clusters', cluster, 'flux-system', 'flux-instance.yaml');
  return {
    objects: resources.includes('image-automation.yaml'),
    controllers: imageControllers.every((name) => instance?.spec.components?.includes(name)),
    secrets: fleet.flux.imageAutomation !== undefined,
  };
}

const clusters = readdirSync(join(gitops, 'clusters')).filter((name) =>
  existsSync(join(gitops, 'clusters', name, 'flux-system', 'flux-instance.yaml')),
);

test.each(clusters)('%s has the objects of image automation only with controllers and Secrets', (cluster) => {
  const { objects, controllers, secrets } = imageAutomationOf(cluster);
  expect(objects && !(controllers && secrets)).toBe(false);
});

test('every marker names a policy, and is in the folder of a cluster', () => {
  const files = readdirSync(gitops, { recursive: true, encoding: 'utf8' });
  const markers = files
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ file, text: readFileSync(join(gitops, file), 'utf8') }))
    .filter(({ file }) => !file.startsWith('image-automation/'))
    .flatMap(({ file, text }) =>
      [...text.matchAll(/"\$imagepolicy": "flux-system:([a-z0-9-]+)/g)].map(([, policy]) => ({
        file,
        policy,
      })),
    );
  const policies = manifests('image-automation', 'image-policies.yaml').map(({ metadata }) => metadata.name);
  const misplaced = markers.filter(
    ({ file, policy }) => !file.startsWith('clusters/') || !policies.includes(policy ?? ''),
  );
  expect({ count: markers.length > 0, misplaced }).toEqual({ count: true, misplaced: [] });
});
