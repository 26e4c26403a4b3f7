import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Applied, Build } from './build';
import type { Manifest } from './manifest';
import { manifestsIn } from './manifests-in';

/** Builds what ResourceSets apply, with the `flux-operator` CLI where it is installed. */
export class ResourceSetBuilder {
  private files = 0;

  /** @param scratch a folder for temporary files */
  constructor(private readonly scratch: string) {}

  async content(applier: Manifest, build: Build): Promise<Applied> {
    const fingerprint = JSON.stringify([applier.spec, applier.metadata.annotations]);
    if (applier.spec?.inputsFrom !== undefined)
      return {
        applier,
        fingerprint: `${fingerprint} ${providers(applier, build)}`,
        unknown: 'its inputs come from providers',
      };
    const file = join(this.scratch, `resource-set-${(this.files += 1)}.yaml`);
    writeFileSync(file, JSON.stringify(applier));
    try {
      const { stdout } = await promisify(execFile)(
        'flux-operator',
        ['build', 'resourceset', '--filename', file],
        {
          maxBuffer: 256 * 1024 * 1024,
        },
      );
      return {
        applier,
        fingerprint,
        objects: manifestsIn(stdout).map((object) => labelled(object, applier)),
      };
    } catch {
      return {
        applier,
        fingerprint,
        unknown: 'the flux-operator CLI, which would build it, is missing or fails',
      };
    }
  }
}

function providers(applier: Manifest, build: Build): string {
  const found = [...build.values()]
    .flatMap(({ objects = [] }) => objects)
    .filter(
      ({ kind, metadata }) =>
        kind === 'ResourceSetInputProvider' && metadata.namespace === applier.metadata.namespace,
    );
  return JSON.stringify(found.map(({ metadata, spec }) => [metadata.name, spec]));
}

function labelled(object: Manifest, { metadata }: Manifest): Manifest {
  const group = 'resourceset.fluxcd.controlplane.io';
  const labels = { [`${group}/name`]: metadata.name, [`${group}/namespace`]: metadata.namespace ?? '' };
  return { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } } };
}
