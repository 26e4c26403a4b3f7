import type { Construct } from 'constructs';
import type { FluxManifests } from '../lib/config/flux-manifests';
import {
  clusterContract,
  fluxInstanceContract,
  fluxOperatorContract,
  networkContract,
} from '../lib/contracts';
import { FleetStack, type FleetStackProps } from '../lib/fleet-stack';
import { ChartRelease } from '../lib/flux/chart-release';
import { instanceValues } from '../lib/flux/instance-values';
import { withLateVariables } from '../lib/flux/late-variables';
import { FluxReadiness } from '../lib/flux/readiness';
import { TerraformOutputs } from '../lib/flux/terraform-outputs';
import { useKubernetes } from '../lib/providers';

export interface FluxInstanceStackProps extends FleetStackProps {
  /** What Git says about Flux in this cluster. */
  readonly manifests: FluxManifests;
  /** The checkout, relative to the folder in which Terraform runs the stack. */
  readonly checkout: string;
}

/** Flux itself, in step with Git: the FluxInstance and what its manifests may know of the infrastructure. */
export class FluxInstanceStack extends FleetStack {
  constructor(scope: Construct, props: FluxInstanceStackProps) {
    super(scope, 'flux-instance', props);
    const { aws, flux } = props.fleet;
    const { instance, variables } = props.manifests;
    const operatorVersion = props.manifests.operator.release.spec.chart.spec.version;
    const network = this.deployment.read(networkContract);
    const cluster = this.deployment.read(clusterContract);
    const operator = this.deployment.read(fluxOperatorContract);
    useKubernetes(this, props.fleet, cluster);

    const late = { VPC_ID: network.vpcId };
    const values = withLateVariables(instanceValues(instance), late);
    const { configMap } = new TerraformOutputs(this, 'terraform-outputs', {
      namespace: operator.namespace,
      known: variables,
      late,
    });
    const { release } = new ChartRelease(this, 'instance', {
      chart: 'flux-instance',
      repository: flux.charts,
      version: operatorVersion,
      namespace: operator.namespace,
      values,
      dependsOn: [configMap],
    });
    new FluxReadiness(this, 'readiness', {
      cluster,
      region: aws.region,
      namespace: operator.namespace,
      timeout: flux.readyTimeout,
      checkout: props.checkout,
      triggers: {
        instance: JSON.stringify(values),
        cluster: cluster.endpoint,
        operator: operatorVersion,
      },
      dependsOn: [release],
    });

    this.deployment.publish(fluxInstanceContract, { instanceName: 'flux', syncUrl: flux.sync.url });
  }
}
