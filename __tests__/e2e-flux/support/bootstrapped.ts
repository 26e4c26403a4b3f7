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

/** The folder with Flux's own components, as `kubectl apply --kustomize` takes it. */
export function fluxComponents(version: string): Record<string, string> {
  const components = controllers.map((file) => [file, manifest(version, file)]);
  return {
    ...(Object.fromEntries(components) as Record<string, string>),
    'rbac/rbac.yaml': manifest(version, 'rbac.yaml'),
    'rbac/kustomization.yaml': kustomization({ resources: ['rbac.yaml'], nameSuffix: `-${namespace}` }),
    'namespace.yaml': stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }),
    'kustomization.yaml': kustomization({
      namespace,
      resources: ['namespace.yaml', 'rbac', ...controllers],
      labels: [{ pairs: { 'app.kubernetes.io/instance': namespace, 'app.kubernetes.io/part-of': 'flux' } }],
    }),
  };
}

const legacy = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  metadata: { name: 'legacy', namespace },
  spec: {
    interval: '10m',
    path: './gitops/legacy',
    prune: true,
    wait: true,
    sourceRef: { kind: 'GitRepository', name: namespace },
  },
};

/** Files of a repository with one workload, without Flux's own components. */
export const legacyRepository = {
  'gitops/clusters/sandbox/kustomization.yaml': kustomization({ resources: ['legacy.yaml'] }),
  'gitops/clusters/sandbox/legacy.yaml': stringify(legacy),
  'gitops/legacy/workload.yaml': [
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

/** Files of a repository that `flux bootstrap` has begun: Flux's own components beside the workload. */
export function bootstrappedRepository(version: string): Record<string, string> {
  const components = Object.entries(fluxComponents(version));
  return {
    ...legacyRepository,
    ...(Object.fromEntries(
      components.map(([path, content]) => [`gitops/clusters/sandbox/gotk/${path}`, content]),
    ) as Record<string, string>),
    'gitops/clusters/sandbox/kustomization.yaml': kustomization({ resources: ['gotk', 'legacy.yaml'] }),
  };
}

/**
 * What `flux bootstrap` applies when the components run.
 *
 * @param secretRef the Secret with the credentials. Default: none, the repository is public
 */
export function bootstrapSync(url: string, secretRef?: { readonly name: string }): object[] {
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: namespace, namespace },
      spec: { interval: '10s', url, ref: { branch: 'main' }, secretRef },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: namespace, namespace },
      spec: {
        interval: '10m',
        path: './gitops/clusters/sandbox',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: namespace },
      },
    },
  ];
}
