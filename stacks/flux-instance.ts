import type { Construct } from 'constructs';
import type { SecretRevisions } from '../lib/flux/secret-revisions';
import {
  clusterContract,
  fluxInstanceContract,
  fluxOperatorContract,
  networkContract,
} from '../lib/terraform/contracts';
import { FleetStack } from './fleet-stack';
import type { FluxStackProps } from './flux-stack-props';
import { ChartRelease } from '../lib/flux/chart-release';
import { fluxSecrets } from '../lib/flux/flux-secrets';
import { instanceValues } from '../lib/flux/instance-values';
import { withLateVariables } from '../lib/flux/late-variables';
import { FluxReadiness } from '../lib/flux/readiness';
import { syncUrl } from '../lib/flux/sync-variables';
import { TerraformOutputs } from '../lib/flux/terraform-outputs';
import { FluxUninstall } from '../lib/flux/uninstall';
import { WriteOnlySecret } from '../lib/flux/write-only-secret';
import { useKubernetes } from './providers';

export interface FluxInstanceStackProps extends FluxStackProps {
  /** The revisions of Flux's Secrets. A Secret without one is left as it is. */
  readonly secretRevisions: SecretRevisions;
}

/** Flux itself, in step with Git: the FluxInstance and what its manifests may know of the infrastructure. */
export class FluxInstanceStack extends FleetStack {
  constructor(scope: Construct, props: FluxInstanceStackProps) {
    super(scope, 'flux-instance', props);
    const { aws, cluster: config, flux } = props.fleet;
    const { instance, variables } = props.manifests;
    const operatorVersion = props.manifests.operator.source.spec.ref.tag;
    const network = this.deployment.read(networkContract);
    const cluster = this.deployment.read(clusterContract);
    const operator = this.deployment.read(fluxOperatorContract);
    if (config.karpenter.enabled) this.deployment.requireText(clusterContract, 'karpenterQueue');
    useKubernetes(this, props.fleet, cluster);
    const ofCluster = {
      cluster,
      region: aws.region,
      namespace: operator.namespace,
      checkout: props.checkout,
    };

    const ownedByGit = flux.owner === 'git';
    const late = { VPC_ID: network.vpcId };
    const values = withLateVariables(instanceValues(instance), late);
    const { configMap } = new TerraformOutputs(this, 'terraform-outputs', {
      namespace: operator.namespace,
      known: variables,
      late,
      karpenter: config.karpenter.enabled
        ? {
            KARPENTER_QUEUE: cluster.karpenterQueue,
            KARPENTER_INSTANCE_PROFILE: cluster.karpenterInstanceProfile,
          }
        : undefined,
    });
    const secrets = fluxSecrets(flux).map(
      (content) =>
        new WriteOnlySecret(this, content.name, {
          namespace: operator.namespace,
          content,
          revision: props.secretRevisions[content.name],
          conditionsAt: props.conditionsAt,
        }).secret,
    );
    const { release } = new ChartRelease(this, 'instance', {
      chart: 'flux-instance',
      repository: flux.charts,
      version: operatorVersion,
      namespace: operator.namespace,
      values,
      ownedByGit,
      adopt: flux.adopt,
      dependsOn: [configMap, ...secrets],
    });
    new FluxUninstall(this, 'uninstall', {
      ...ofCluster,
      part: 'instance',
      onDestroy: flux.onDestroy,
      timeout: flux.destroyTimeout,
      dependsOn: [release],
    });
    new FluxReadiness(this, 'readiness', {
      ...ofCluster,
      stack: 'flux-instance',
      waitFor: flux.waitFor,
      timeout: flux.readyTimeout,
      triggers: {
        instance: JSON.stringify(values),
        cluster: cluster.endpoint,
        operator: operatorVersion,
        waitFor: flux.waitFor,
      },
      ownedByGit,
      dependsOn: [release],
    });

    this.deployment.publish(fluxInstanceContract, { instanceName: 'flux', syncUrl: syncUrl(flux.sync) });
  }
}
