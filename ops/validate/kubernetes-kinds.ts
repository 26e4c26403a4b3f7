import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMapping, type Mapping } from '../../lib/validation/mapping';
import { strictSchema } from './json-schema';

interface Swagger {
  readonly definitions: Readonly<Record<string, Mapping>>;
}

/** What Kubernetes itself has, from the specification of its API. */
export class KubernetesKinds {
  private readonly definitions: Readonly<Record<string, Mapping>>;
  private readonly names = new Map<string, string>();

  /** @param folder with `openapi-spec/swagger.json` of Kubernetes */
  constructor(folder: string) {
    const text = readFileSync(join(folder, 'openapi-spec', 'swagger.json'), 'utf8');
    this.definitions = (JSON.parse(text) as Swagger).definitions;
    for (const [name, definition] of Object.entries(this.definitions)) {
      const kinds = definition['x-kubernetes-group-version-kind'];
      if (!Array.isArray(kinds) || kinds.length > 1) continue;
      for (const { group, version, kind } of kinds as readonly Record<string, string>[])
        this.names.set([group, version, kind].join('/'), name);
    }
  }

  /** Whether a group is one of Kubernetes' own. */
  hasGroup(group: string): boolean {
    return [...this.names.keys()].some((name) => name.startsWith(`${group}/`));
  }

  /** The versions in which Kubernetes has a kind. */
  versionsOf(group: string, kind: string): readonly string[] {
    return [...this.names.keys()]
      .map((name) => name.split('/'))
      .filter(([ofGroup, , ofKind]) => ofGroup === group && ofKind === kind)
      .map(([, version = '']) => version);
  }

  /** The schema of a kind, with all that it refers to. */
  schemaOf(group: string, version: string, kind: string): Mapping | undefined {
    const name = this.names.get([group, version, kind].join('/'));
    if (name === undefined) return undefined;
    const needed = new Set([name]);
    for (const each of needed)
      for (const [, other] of JSON.stringify(this.definitions[each]).matchAll(/"#\/definitions\/([^"]+)"/g))
        needed.add(other!);
    const definitions = Object.fromEntries([...needed].map((each) => [each, this.strict(each)]));
    return { $ref: `#/definitions/${name}`, definitions };
  }

  private strict(name: string): Mapping {
    if (name.endsWith('.Quantity')) return { type: ['string', 'number'] };
    const definition = this.definitions[name];
    return isMapping(definition) ? strictSchema(definition) : {};
  }
}
