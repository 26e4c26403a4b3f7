import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Mapping } from '../../lib/validation/mapping';
import { groupOf } from '../cluster/object-reference';
import type { Manifest } from '../guard/manifest';
import { definedBy, Definitions, type DefinedKind } from './definitions';
import { customResourceSchema } from './json-schema';
import { KubernetesKinds } from './kubernetes-kinds';

/** The schema of an object's kind, or why it has none. */
export type FoundSchema =
  | { readonly schema: Mapping; readonly version: string }
  /** What has this group does not have the version or kind. */
  | { readonly fault: string }
  /** Nothing here knows the group. */
  | 'unknown';

/** Schemas of all that Flux applies: from Kubernetes, from the distribution of Flux, from other projects' definitions. */
export class Schemas {
  private readonly kubernetes: KubernetesKinds;
  private readonly definitions: Definitions;
  private readonly flux = new Map<string, Definitions>();

  /** @param originals has `kubernetes`, `flux-operator` and `definitions` */
  constructor(private readonly originals: string) {
    this.kubernetes = new KubernetesKinds(join(originals, 'kubernetes'));
    this.definitions = new Definitions([
      join(originals, 'definitions'),
      join(originals, 'flux-operator', 'crd', 'bases'),
    ]);
  }

  /**
   * @param fluxVersion of the cluster, for example `2.9.5` or `2.9.x`
   * @param inTree the definitions that Flux applies
   */
  of({ apiVersion, kind }: Manifest, fluxVersion: string, inTree: readonly Manifest[]): FoundSchema {
    const group = groupOf(apiVersion);
    const version = apiVersion.split('/').at(-1) ?? '';
    const own = this.kubernetes.schemaOf(group, version, kind);
    if (own !== undefined) return { schema: own, version };
    if (this.kubernetes.hasGroup(group))
      return {
        fault: describeMissing(apiVersion, kind, 'Kubernetes', this.kubernetes.versionsOf(group, kind)),
      };
    const tree = inTree.flatMap((definition) => definedBy(definition as unknown as Mapping));
    const inGit = tree.filter((defined) => defined.group === group && defined.kind === kind);
    const source = group.endsWith('.toolkit.fluxcd.io') ? this.ofFlux(fluxVersion) : this.definitions;
    const versions = inGit.length > 0 ? inGit : source.versionsOf(group, kind);
    const served = versions.filter(({ isServed }) => isServed);
    const found = served.find((defined) => defined.version === version);
    if (found !== undefined) return { schema: customResourceSchema(found.schema), version };
    if (versions.length === 0 && !source.hasGroup(group)) return 'unknown';
    return {
      fault: describeMissing(
        apiVersion,
        kind,
        group,
        served.map(({ version: name }) => name),
      ),
    };
  }

  /** The versions of a kind that a release of Flux has; undefined if nothing here has that release. */
  fluxVersionsOf(fluxVersion: string, group: string, kind: string): readonly DefinedKind[] | undefined {
    return this.releaseOf(fluxVersion) === undefined
      ? undefined
      : this.ofFlux(fluxVersion).versionsOf(group, kind);
  }

  private ofFlux(version: string): Definitions {
    const release = this.releaseOf(version);
    const known = this.flux.get(version) ?? new Definitions(release === undefined ? [] : [release]);
    this.flux.set(version, known);
    return known;
  }

  /** The newest release of a minor version that the operator has: its definitions do not change within one. */
  private releaseOf(version: string): string | undefined {
    const folder = join(this.originals, 'flux-operator', 'data', 'flux');
    const [minor] = /^\d+\.\d+/.exec(version) ?? [];
    const [newest] = readdirSync(folder)
      .filter((name) => name.startsWith(`v${minor}.`))
      .sort((a, b) => Number(b.split('.')[2]) - Number(a.split('.')[2]));
    return newest === undefined ? undefined : join(folder, newest);
  }
}

function describeMissing(
  apiVersion: string,
  kind: string,
  owner: string,
  versions: readonly string[],
): string {
  const allowed =
    versions.length > 0
      ? `Allowed versions: ${[...new Set(versions)].join(', ')}.`
      : `There is no kind ${kind}.`;
  return `${owner} has no ${kind} in ${apiVersion}. ${allowed}`;
}
