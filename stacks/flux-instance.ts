import type { Construct } from 'constructs';
import {
  clusterContract,
  fluxInstanceContract,
  fluxOperatorContract,
  networkContract,
} from '../lib/contracts';
import { FleetStack, type FleetStackProps } from '../lib/fleet-stack';
import { ChartRelease } from '../lib/flux/chart-release';
import { instanceValues } from '../lib/flux/instance-values';
import { FluxReadiness } from '../lib/flux/readiness';
import { TerraformOutputs } from '../lib/flux/terraform-outputs';
import { useKubernetes } from '../lib/providers';

export interface FluxInstanceStackProps extends FleetStackProps {
  /** The checkout, relative to the folder in which Terraform runs the stack. */
  readonly checkout: string;
}

/** Flux itself, in step with Git: the FluxInstance and what its manifests may know of the infrastructure. */
export class FluxInstanceStack extends FleetStack {
  constructor(scope: Construct, props: FluxInstanceStackProps) {
    super(scope, 'flux-instance', props);
    const { aws, environment, flux } = props.fleet;
    const network = this.deployment.read(networkContract);
    const cluster = this.deployment.read(clusterContract);
    const operator = this.deployment.read(fluxOperatorContract);
    useKubernetes(this, props.fleet, cluster);

    const { configMap } = new TerraformOutputs(this, 'terraform-outputs', {
      namespace: operator.namespace,
      vpcId: network.vpcId,
      clusterName: cluster.clusterName,
      region: aws.region,
      accountId: aws.account,
      environment,
      variables: flux.variables,
    });
    const { release } = new ChartRelease(this, 'instance', {
      chart: 'flux-instance',
      repository: flux.charts,
      version: flux.operator.version,
      namespace: operator.namespace,
      values: instanceValues(flux),
      dependsOn: [configMap],
    });
    new FluxReadiness(this, 'readiness', {
      cluster,
      region: aws.region,
      namespace: operator.namespace,
      timeout: flux.readyTimeout,
      checkout: props.checkout,
      triggers: {
        instance: JSON.stringify(instanceValues(flux)),
        cluster: cluster.endpoint,
        operator: operator.operatorVersion,
      },
      dependsOn: [release],
    });

    this.deployment.publish(fluxInstanceContract, { instanceName: 'flux', syncUrl: flux.sync.url });
  }
}
