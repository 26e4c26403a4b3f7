import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { locateBinaries } from '../../../sandbox/src/build/binaries';

const namespace = 'flux-system';
const controllers = ['source', 'kustomize', 'helm', 'notification'].map((name) => `${name}-controller.yaml`);

/** Manifests of a Flux version, as the operator brings them along. */
function manifest(version: string, file: string): string {
  return readFileSync(join(locateBinaries().fluxOperatorData, 'flux', `v${version}`, file), 'utf8');
}

function kustomization(content: object): string {
  return stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...content });
}

/** Files of a repository that `flux bootstrap` has begun: Flux's own components, and a workload. */
export function bootstrappedRepository(version: string): Record<string, string> {
  const folder = 'clusters/sandbox/gotk';
  const components = controllers.map((file) => [`${folder}/${file}`, manifest(version, file)]);
  const legacy = {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'legacy', namespace },
    spec: {
      interval: '10m',
      path: './legacy',
      prune: true,
      wait: true,
      sourceRef: { kind: 'GitRepository', name: namespace },
    },
  };
  return {
    ...(Object.fromEntries(components) as Record<string, string>),
    [`${folder}/rbac/rbac.yaml`]: manifest(version, 'rbac.yaml'),
    [`${folder}/rbac/kustomization.yaml`]: kustomization({
      resources: ['rbac.yaml'],
      nameSuffix: `-${namespace}`,
    }),
    [`${folder}/namespace.yaml`]: stringify({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    }),
    [`${folder}/kustomization.yaml`]: kustomization({
      namespace,
      resources: ['namespace.yaml', 'rbac', ...controllers],
      labels: [{ pairs: { 'app.kubernetes.io/instance': namespace, 'app.kubernetes.io/part-of': 'flux' } }],
    }),
    'clusters/sandbox/legacy.yaml': stringify(legacy),
    'clusters/sandbox/kustomization.yaml': kustomization({ resources: ['gotk', 'legacy.yaml'] }),
    'legacy/workload.yaml': [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'legacy' } },
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'legacy', namespace: 'legacy' },
        spec: {
          selector: { matchLabels: { app: 'legacy' } },
          template: {
            metadata: { labels: { app: 'legacy' } },
            spec: { containers: [{ name: 'legacy', image: 'registry.invalid/legacy:1' }] },
          },
        },
      },
    ]
      .map((object) => stringify(object))
      .join('---\n'),
  };
}

/** The same without Flux's own components: what is left to do by hand after Flux has been taken over. */
export const withoutComponents = {
  'clusters/sandbox/kustomization.yaml': kustomization({ resources: ['legacy.yaml'] }),
};

/** What `flux bootstrap` applies when the components run. */
export function bootstrapSync(url: string): object[] {
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: namespace, namespace },
      spec: { interval: '10s', url, ref: { branch: 'main' } },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: namespace, namespace },
      spec: {
        interval: '10m',
        path: './clusters/sandbox',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: namespace },
      },
    },
  ];
}
