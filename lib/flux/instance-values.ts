import { stringify } from 'yaml';
import type { FluxConfig } from '../config/schema';
import { TerraformOutputs } from './terraform-outputs';

/**
 * The values of the chart `flux-instance`: one FluxInstance, whose root Kustomization substitutes the variables of
 * `terraform-outputs` (https://fluxoperator.dev/docs/crd/fluxinstance/).
 */
export function instanceValues(flux: FluxConfig): Record<string, unknown> {
  const { sync, distribution } = flux;
  return {
    instance: {
      distribution: {
        version: flux.version,
        registry: distribution.registry,
        artifact: distribution.artifact ?? null,
      },
      components: flux.components,
      cluster: {
        type: 'aws',
        size: flux.clusterSize,
        networkPolicy: flux.networkPolicy,
      },
      sync: {
        kind: 'GitRepository',
        url: sync.url,
        ref: `refs/heads/${sync.branch}`,
        path: sync.path,
        interval: sync.interval,
        ...(sync.pullSecret === undefined ? {} : { pullSecret: sync.pullSecret }),
      },
      kustomize: { patches: [substituteFromTerraformOutputs()] },
    },
  };
}

function substituteFromTerraformOutputs(): Record<string, unknown> {
  return {
    target: { kind: 'Kustomization' },
    patch: stringify([
      {
        op: 'add',
        path: '/spec/postBuild',
        value: { substituteFrom: [{ kind: 'ConfigMap', name: TerraformOutputs.configMapName }] },
      },
    ]),
  };
}
