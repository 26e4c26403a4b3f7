import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

const checkout = resolve(__dirname, '..');
const page = join(checkout, 'docs', 'gitops.md');
const picture = /```mermaid\n[^]*?\n```/;

interface Layer {
  readonly name: string;
  readonly dependsOn: readonly string[];
  /** Whether the cluster reconciles it. */
  readonly isListed: boolean;
}

/** The Kustomizations in the folder of a cluster. */
function layersOf(cluster: string): readonly Layer[] {
  const folder = join(checkout, 'gitops', 'clusters', cluster);
  const { resources } = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as {
    readonly resources: readonly string[];
  };
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return files.sort().flatMap((file) =>
    parseAllDocuments(readFileSync(join(folder, file), 'utf8')).flatMap((document) => {
      const { apiVersion, kind, metadata, spec } = document.toJS() as {
        readonly apiVersion: string;
        readonly kind: string;
        readonly metadata?: { readonly name: string };
        readonly spec?: { readonly dependsOn?: readonly { readonly name: string }[] };
      };
      if (kind !== 'Kustomization' || !apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')) return [];
      const dependsOn = (spec?.dependsOn ?? []).map(({ name }) => name);
      return [{ name: metadata?.name ?? '', dependsOn, isListed: resources.includes(file) }];
    }),
  );
}

/** The Kustomizations of every cluster as a Mermaid graph: an arrow leads from each to what must be ready before it. */
export function drawDependencies(): string {
  const clusters = readdirSync(join(checkout, 'gitops', 'clusters')).sort();
  const lines = clusters.flatMap((cluster) => {
    const layers = layersOf(cluster);
    const node = (name: string) => `${cluster}-${name}`;
    return [
      `  subgraph ${cluster}`,
      ...layers.map(({ name, isListed }) => `    ${node(name)}[${name}]${isListed ? '' : ':::later'}`),
      ...layers.flatMap(({ name, dependsOn }) =>
        dependsOn.map((other) => `    ${node(name)} --> ${node(other)}`),
      ),
      '  end',
    ];
  });
  return ['```mermaid', 'graph LR', ...lines, '  classDef later stroke-dasharray: 4', '```'].join('\n');
}

/** The picture that docs/gitops.md shows. */
export function shownDependencies(): string | undefined {
  return picture.exec(readFileSync(page, 'utf8'))?.[0];
}
