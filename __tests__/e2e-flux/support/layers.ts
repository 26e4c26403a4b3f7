import { stringify } from 'yaml';

const namespace = 'flux-system';

interface LayerProps {
  readonly name: string;
  readonly dependsOn: readonly string[];
}

function kustomization({ name, dependsOn }: LayerProps): object {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: {
      dependsOn: dependsOn.map((other) => ({ name: other })),
      interval: '10m',
      path: `./gitops/${name}`,
      prune: true,
      wait: true,
      sourceRef: { kind: 'GitRepository', name: namespace },
    },
  };
}

function deployment(name: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'applications' },
    spec: {
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name, image: `registry.invalid/${name}:1` }] },
      },
    },
  };
}

/**
 * Files that add a chain of Kustomizations to the sandbox's repository, each with a Deployment of its name.
 *
 * @param names what is depended upon first
 */
export function layers(names: readonly string[]): Record<string, string> {
  const layer = (name: string, index: number) => ({
    name,
    dependsOn: [names[index - 1] ?? 'infrastructure'],
  });
  return {
    'gitops/clusters/sandbox/layers.yaml': names
      .map((name, at) => stringify(kustomization(layer(name, at))))
      .join('---\n'),
    ...Object.fromEntries(
      names.map((name) => [`gitops/${name}/deployment.yaml`, stringify(deployment(name))]),
    ),
  };
}
