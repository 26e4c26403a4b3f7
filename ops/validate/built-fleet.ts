import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fluxNamespace } from '../../lib/flux/namespace';
import { terraformOutputs, terraformOutputsData } from '../../lib/flux/terraform-outputs-data';
import { substituteVariables } from '../../lib/validation/substitution';
import { lateNamesOf } from '../gitops/fleet-variables';
import type { Applied, Build } from '../guard/build';
import type { FluxCli } from '../guard/flux-cli';
import { fluxRoot, type FluxRoot } from '../guard/flux-root';
import { isKustomization, keyOfManifest, type Manifest } from '../guard/manifest';
import { manifestsIn } from '../guard/manifests-in';
import { ResourceSetBuilder } from '../guard/resource-sets';
import { TreeBuilder } from '../guard/tree-builder';
import { markerOf, type FindConfig } from '../guard/variables';
import type { FleetInGit } from './fleets';

/** What Flux builds in one fleet's cluster. */
export interface BuiltFleet extends FleetInGit {
  readonly root: FluxRoot;
  /** What Flux reconciles. */
  readonly build: Build;
  /** What the cluster's folder has besides: it is ready to be reconciled, but no `kustomization.yaml` lists it. */
  readonly dormant: Build;
}

/**
 * Builds everything of a fleet with the flux CLI.
 *
 * @param folder the repository
 * @param scratch a folder for temporary files
 */
export async function buildFleet(
  fleet: FleetInGit,
  folder: string,
  cli: FluxCli,
  scratch: string,
): Promise<BuiltFleet> {
  const root = await fluxRoot(fleet.manifests.instance.spec, cli, join(scratch, fleet.fleet.environment));
  const variables = variablesOf(fleet);
  const findConfig: FindConfig = (kind, namespace, name) =>
    Promise.resolve(
      kind === 'ConfigMap' && namespace === fluxNamespace && name === terraformOutputs
        ? variables
        : undefined,
    );
  const builderProps = {
    cli,
    resourceSets: new ResourceSetBuilder(scratch),
    revision: { name: 'the checkout', commit: '', folder, artifact: folder },
    source: root.source,
    findConfig,
  };
  const build = await new TreeBuilder(builderProps).build([root.kustomization]);
  const more = dormantRoots(folder, root, variables).filter((applier) => !isIn(build, applier));
  const all = await new TreeBuilder(builderProps).build(more);
  return { ...fleet, root, build, dormant: new Map([...all].filter(([key]) => !build.has(key))) };
}

/** What is applied, reconciled now or not yet. */
export function appliedIn({ build, dormant }: BuiltFleet): readonly Applied[] {
  return [...build.values(), ...dormant.values()];
}

function isIn(build: Build, applier: Manifest): boolean {
  return build.has(keyOfManifest(applier));
}

/** Every variable of the contract; what only Terraform knows has a mark for a value. */
function variablesOf({ manifests, fleet }: FleetInGit): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(lateNamesOf(fleet).map((name) => [name, markerOf(name)])),
    ...terraformOutputsData(manifests.variables),
  };
}

/** The Kustomizations in the cluster's folder, and one for the manifests of Flux itself. */
function dormantRoots(
  folder: string,
  { kustomization, source }: FluxRoot,
  variables: Readonly<Record<string, string>>,
): readonly Manifest[] {
  const { path = '.' } = kustomization.spec as { readonly path?: string };
  const cluster = join(folder, path);
  const files = existsSync(cluster) ? readdirSync(cluster).filter((name) => /\.ya?ml$/.test(name)) : [];
  const written = files
    .flatMap((name) => manifestsIn(readFileSync(join(cluster, name), 'utf8')))
    .filter((manifest) => typeof manifest.metadata?.name === 'string' && isKustomization(manifest))
    .map((manifest) => substituteVariables(manifest, variables, []) as Manifest);
  const ofFlux: Manifest = {
    ...kustomization,
    metadata: { name: `${source.name}-own`, namespace: fluxNamespace },
    spec: { ...kustomization.spec, path: join(path, 'flux-system') },
  };
  return existsSync(join(cluster, 'flux-system')) ? [...written, ofFlux] : written;
}
