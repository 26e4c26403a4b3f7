import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { groupOf } from '../cluster/object-reference';
import type { Manifest } from '../guard/manifest';
import type { Checkout } from './checkout';
import type { Finding, StageResult } from './finding';
import { at, objectsOf } from './schema-stage';
import type { Schemas } from './schemas';

interface Removal {
  /** The minor version of Kubernetes that no longer has it. */
  readonly minor: number;
  readonly replacement?: string;
}

/** Nothing uses an API that the next minor version of Kubernetes or Flux drops. */
export async function removedApisStage(checkout: Checkout): Promise<StageResult> {
  const removals = kubernetesRemovals(join(checkout.originals, 'kubernetes', 'api'));
  const schemas = checkout.schemas();
  const findings: Finding[] = [];
  const notes = new Set<string>();
  for (const fleet of await checkout.built()) {
    const next = Number(fleet.fleet.cluster.kubernetesVersion.split('.')[1]) + 1;
    const flux = fleet.manifests.instance.spec.distribution.version;
    const nextFlux = `2.${Number(flux.split('.')[1]) + 1}`;
    for (const object of objectsOf(fleet)) {
      const message =
        removedFromKubernetes(object, removals, next) ?? removedFromFlux(object, schemas, flux, nextFlux);
      if (message === 'unknown')
        notes.add(
          `what Flux ${nextFlux} drops is not known yet: only what Flux marks as deprecated is found`,
        );
      else if (message !== undefined) findings.push(at(checkout, object, ['apiVersion'], message));
    }
  }
  return { findings, notes: [...notes] };
}

function removedFromKubernetes(
  { apiVersion, kind }: Manifest,
  removals: ReadonlyMap<string, Removal>,
  next: number,
): string | undefined {
  const removal = removals.get(`${apiVersion}/${kind}`);
  if (removal === undefined || removal.minor > next) return undefined;
  const instead = removal.replacement === undefined ? '' : ` Use ${removal.replacement}.`;
  return `Kubernetes 1.${removal.minor} no longer has ${kind} in ${apiVersion}.${instead}`;
}

function removedFromFlux(
  { apiVersion, kind }: Manifest,
  schemas: Schemas,
  flux: string,
  next: string,
): string | undefined {
  const group = groupOf(apiVersion);
  if (!group.endsWith('.toolkit.fluxcd.io')) return undefined;
  const version = apiVersion.split('/')[1];
  const own = schemas.fluxVersionsOf(flux, group, kind)?.find((defined) => defined.version === version);
  const later = schemas.fluxVersionsOf(next, group, kind);
  const isGone =
    later !== undefined && !later.some((defined) => defined.version === version && defined.isServed);
  const names = (later ?? []).filter(({ isServed }) => isServed).map((defined) => defined.version);
  if (isGone)
    return `Flux ${next} no longer has ${kind} in ${apiVersion}. Use ${group}/${names.join(' or ')}.`;
  if (own?.deprecation !== undefined) return `Flux drops ${kind} in ${apiVersion}: ${own.deprecation}.`;
  return later === undefined ? 'unknown' : undefined;
}

/** What each file `zz_generated.prerelease-lifecycle.go` of k8s.io/api says of its kinds. */
function kubernetesRemovals(folder: string): ReadonlyMap<string, Removal> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('zz_generated.prerelease-lifecycle.go'),
  );
  return new Map(files.flatMap((file) => removalsIn(folder, file)));
}

function removalsIn(folder: string, file: string): readonly (readonly [string, Removal])[] {
  const text = readFileSync(join(folder, file), 'utf8');
  const [, version = ''] = file.split('/');
  const register = readFileSync(join(folder, file, '..', 'register.go'), 'utf8');
  const [, group = ''] = /GroupName = "([^"]*)"/.exec(register) ?? [];
  const removed = /func \(in \*(\w+)\) APILifecycleRemoved\(\)[^{]*\{\s*return 1, (\d+)/g;
  return [...text.matchAll(removed)].map(([, kind = '', minor]) => {
    const replaced = new RegExp(
      `func \\(in \\*${kind}\\) APILifecycleReplacement\\(\\)[^{]*\\{\\s*return schema.GroupVersionKind\\{Group: "([^"]*)", Version: "([^"]*)"`,
    ).exec(text);
    const replacement =
      replaced === null ? {} : { replacement: [replaced[1], replaced[2]].filter(Boolean).join('/') };
    return [`${group}/${version}/${kind}`, { minor: Number(minor), ...replacement }] as const;
  });
}
