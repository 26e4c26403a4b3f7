import { stringify } from 'yaml';

/** The namespace of everything in here. */
export const namespace = 'scale';

const chainLength = 5;

/** Sizes of the load. */
export interface ScaleProps {
  readonly kustomizations: number;
  readonly helmReleases: number;
  /** `oci://` address of the folder with the chart. */
  readonly chartsUrl: string;
}

/** Names in chains of five, each with the name that it depends on. */
function chains(prefix: string, count: number): { name: string; dependsOn: { name: string }[] }[] {
  return Array.from({ length: count }, (_, index) => {
    const link = index % chainLength;
    const chain = `${prefix}-${String(Math.floor(index / chainLength)).padStart(2, '0')}`;
    return { name: `${chain}-${link}`, dependsOn: link === 0 ? [] : [{ name: `${chain}-${link - 1}` }] };
  });
}

function kustomizations(count: number): object[] {
  return chains('layer', count).map(({ name, dependsOn }) => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace },
    spec: {
      dependsOn,
      interval: '10m',
      retryInterval: '30s',
      timeout: '5m',
      path: './layer',
      namePrefix: `${name}-`,
      prune: true,
      wait: true,
      sourceRef: { kind: 'GitRepository', name: namespace },
    },
  }));
}

function helmReleases(count: number): object[] {
  return chains('application', count).map(({ name, dependsOn }) => ({
    apiVersion: 'helm.toolkit.fluxcd.io/v2',
    kind: 'HelmRelease',
    metadata: { name, namespace },
    spec: {
      dependsOn,
      interval: '10m',
      chartRef: { kind: 'OCIRepository', name: 'hello' },
      install: { strategy: { name: 'RetryOnFailure' } },
      upgrade: { strategy: { name: 'RetryOnFailure' } },
    },
  }));
}

/** A repository of the given size: `root` has the Kustomizations and HelmReleases, `layer` what each Kustomization applies. */
export function scaleRepository(props: ScaleProps): Record<string, string> {
  const charts = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: { name: 'hello', namespace },
    spec: {
      interval: '10m',
      url: `${props.chartsUrl}/hello`,
      ref: { semver: '1.x' },
      layerSelector: {
        mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
        operation: 'copy',
      },
    },
  };
  const settings = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace },
    data: { logLevel: 'info' },
  };
  return {
    'root/charts.yaml': stringify(charts),
    'root/kustomizations.yaml': kustomizations(props.kustomizations)
      .map((object) => stringify(object))
      .join('---\n'),
    'root/helm-releases.yaml': helmReleases(props.helmReleases)
      .map((object) => stringify(object))
      .join('---\n'),
    'layer/settings.yaml': stringify(settings),
  };
}

/** What a user applies to have Flux reconcile the repository. */
export function scaleSource(url: string, branch: string): object[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'GitRepository',
      metadata: { name: namespace, namespace },
      spec: { interval: '10m', url, ref: { branch } },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: namespace, namespace },
      spec: {
        interval: '10m',
        path: './root',
        prune: true,
        sourceRef: { kind: 'GitRepository', name: namespace },
      },
    },
  ];
}
