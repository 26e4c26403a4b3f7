import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFluxManifests, type FluxManifests } from '../../../../lib/flux/manifests/flux-manifests';
import { fixture, parseDev, type Fixture } from '../../fleet/fixtures';

const FIXTURES = join(__dirname, '..', '..', '..', 'fixtures', 'flux-manifests');
const FOLDER = 'gitops/clusters/dev/flux-system';

/** The manifests of Flux that a test can replace. */
export type ManifestName = 'flux-instance' | 'flux-operator';

/** A manifest without a fault. */
export function validManifest(name: ManifestName): string {
  return readFileSync(join(FIXTURES, 'valid', `${name}.yaml`), 'utf8');
}

/** Manifests with a fault each: adding a file is adding a test. */
export function invalidManifests(name: ManifestName): readonly Fixture[] {
  const folder = join(FIXTURES, 'invalid', name);
  return readdirSync(folder)
    .sort()
    .map((file) => ({ name: file, text: readFileSync(join(folder, file), 'utf8') }));
}

/** Parses manifests as those of the fleet `dev` in the minimal fixture. What is not given is without a fault. */
export function parseManifests(texts: Partial<Record<ManifestName, string>>): FluxManifests {
  const file = (name: ManifestName) => ({
    file: `${FOLDER}/${name}.yaml`,
    text: texts[name] ?? validManifest(name),
  });
  const fleet = parseDev(fixture('valid', 'minimal.yaml'));
  return parseFluxManifests({ instance: file('flux-instance'), operator: file('flux-operator') }, fleet);
}
