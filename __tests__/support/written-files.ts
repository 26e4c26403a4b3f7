import { parse } from 'yaml';
import type { FleetConfig } from '../../lib/fleet/schema';
import { parseFluxManifests, type FluxManifests } from '../../lib/flux/manifests/flux-manifests';
import { ConfigurationError } from '../../lib/validation/errors';
import type { Path } from '../../lib/validation/path';
import { parseDev } from '../lib/fleet/fixtures';
import { validManifest } from '../lib/flux/manifests/flux-manifest-fixtures';
import { textLeaves, withTexts } from './text-leaves';

/** All that people write of a fleet: its file, and the documents of its manifests. */
export type Files = Readonly<Record<'fleet' | 'instance' | 'source' | 'release', object>>;
type Mapping = Readonly<Record<string, object>>;

const [source, release] = validManifest('flux-operator')
  .split('\n---\n')
  .map((text) => parse(text) as Mapping);
const instance = parse(validManifest('flux-instance')) as Mapping;

/** Valid manifests with text wherever it is free. */
const manifests = {
  instance: {
    ...instance,
    metadata: { ...instance.metadata, labels: { note: 'x' } },
    spec: {
      ...instance.spec,
      commonMetadata: { annotations: { note: 'x' } },
      sharding: { key: 'x', shards: ['one'] },
      kustomize: {
        patches: [
          { target: { name: 'x', labelSelector: 'x' }, patch: '"x": "x"' },
          { patch: '"x": "--feature-gates=DisableChartDigestTracking=true"' },
        ],
      },
    },
  },
  source: source!,
  release: { ...release, spec: { ...release!.spec, values: { text: 'x', list: ['x'] } } },
};

/** A fleet file with valid manifests. */
export function filesWith(fleet: object): Files {
  return { fleet, ...manifests };
}

/** What the app reads of files. */
export function load(files: Files): { readonly fleet: FleetConfig; readonly manifests: FluxManifests } {
  const fleet = parseDev(JSON.stringify(files.fleet));
  return { fleet, manifests: loadManifests(files, fleet) };
}

function loadManifests(files: Files, fleet: FleetConfig): FluxManifests {
  const operator = [files.source, files.release].map((document) => JSON.stringify(document)).join('\n---\n');
  const file = 'gitops';
  return parseFluxManifests(
    { instance: { file, text: JSON.stringify(files.instance) }, operator: { file, text: operator } },
    fleet,
  );
}

/** Text as files have it, in which `$${` stands for `${`. */
export function inFile(text: string): string {
  return text.replaceAll('${', () => '$${');
}

/** The places of files that accept a text behind what they have. */
export function placesFor(files: Files, texts: readonly string[]): readonly Path[] {
  const fleet = parseDev(JSON.stringify(files.fleet));
  return textLeaves(files).filter((path) => texts.some((text) => acceptsAt(files, fleet, path, text)));
}

/** Whether files with a text behind the one at a place are valid, of which all else is. */
export function acceptsAt(files: Files, fleet: FleetConfig, path: Path, text: string): boolean {
  const changed = withTexts(files, new Map([[path, inFile(text)]])) as Files;
  try {
    loadManifests(changed, path[0] === 'fleet' ? parseDev(JSON.stringify(changed.fleet)) : fleet);
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}
