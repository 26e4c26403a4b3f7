import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import type { Construct } from 'constructs';
import type { FluxManifests } from '../lib/config/flux-manifests';
import { clusterContract, fluxOperatorContract } from '../lib/contracts';
import { FleetStack, type FleetStackProps } from '../lib/fleet-stack';
import { ChartRelease } from '../lib/flux/chart-release';
import { withLateVariables } from '../lib/flux/late-variables';
import { fluxNamespace } from '../lib/flux/namespace';
import { useKubernetes } from '../lib/providers';

export interface FluxOperatorStackProps extends FleetStackProps {
  /** What Git says about Flux in this cluster. */
  readonly manifests: FluxManifests;
}

/** The Flux Operator with its custom resource definitions, in the namespace that Flux will share. */
export class FluxOperatorStack extends FleetStack {
  constructor(scope: Construct, props: FluxOperatorStackProps) {
    super(scope, 'flux-operator', props);
    const { flux } = props.fleet;
    const { values, chart } = props.manifests.operator.release.spec;
    useKubernetes(this, props.fleet, this.deployment.read(clusterContract));

    const namespace = new NamespaceV1(this, 'namespace', {
      metadata: { name: fluxNamespace },
      // Flux labels and annotates its own namespace; see docs/ownership.md.
      lifecycle: { ignoreChanges: ['metadata[0].labels', 'metadata[0].annotations'] },
      timeouts: { delete: '10m' },
    });
    const { release } = new ChartRelease(this, 'operator', {
      chart: 'flux-operator',
      repository: flux.charts,
      version: chart.spec.version,
      namespace: namespace.metadata.name,
      values: withLateVariables(values),
      dependsOn: [namespace],
    });

    this.deployment.publish(fluxOperatorContract, { namespace: release.namespace });
  }
}
