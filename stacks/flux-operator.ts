import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { clusterContract, fluxOperatorContract } from '../lib/terraform/contracts';
import { FleetStack } from './fleet-stack';
import type { FluxStackProps } from './flux-stack-props';
import { DefaultStorageClass } from '../lib/cluster/default-storage-class';
import { AccessReadiness } from '../lib/flux/access-readiness';
import { ChartRelease } from '../lib/flux/chart-release';
import { fluxNamespace } from '../lib/flux/namespace';
import { FluxReadiness } from '../lib/flux/readiness';
import { TakeBack } from '../lib/flux/take-back';
import { FluxUninstall } from '../lib/flux/uninstall';
import { useKubernetes } from './providers';

/** The Flux Operator with its custom resource definitions, in the namespace that Flux will share. */
export class FluxOperatorStack extends FleetStack {
  constructor(scope: Construct, props: FluxStackProps) {
    super(scope, 'flux-operator', props);
    const { aws, cluster: config, environment, flux } = props.fleet;
    const { source, release: operator } = props.manifests.operator;
    const { values = {} } = operator.spec;
    const version = source.spec.ref.tag;
    const ownedByGit = flux.owner === 'git';
    const cluster = this.deployment.read(clusterContract);
    const ofCluster = { cluster, region: aws.region, namespace: fluxNamespace, checkout: props.checkout };
    useKubernetes(this, props.fleet, cluster);

    const { resource: access } = new AccessReadiness(this, 'access', {
      ...ofCluster,
      fleetFile: `fleet/${environment}.yaml`,
      timeout: flux.readyTimeout,
    });
    const namespace = new NamespaceV1(this, 'namespace', {
      metadata: { name: fluxNamespace },
      // Flux labels and annotates its own namespace; see docs/ownership.md.
      lifecycle: { ignoreChanges: ['metadata[0].labels', 'metadata[0].annotations'] },
      timeouts: { delete: '10m' },
      dependsOn: [access],
    });
    const { resource: uninstall } = new FluxUninstall(this, 'uninstall', {
      ...ofCluster,
      part: 'operator',
      onDestroy: flux.onDestroy,
      timeout: flux.destroyTimeout,
      dependsOn: [namespace],
    });
    if (flux.adopt) namespace.importFrom(fluxNamespace);
    const before: ITerraformDependable[] = [namespace, uninstall];
    if (config.addons.ebsCsi)
      before.push(
        new DefaultStorageClass(this, 'storage-class', {
          provisioner: config.compute === 'auto' ? 'ebs.csi.eks.amazonaws.com' : 'ebs.csi.aws.com',
          dependsOn: [access],
        }).resource,
      );
    if (!ownedByGit)
      before.push(
        new TakeBack(this, 'take-back', {
          ...ofCluster,
          timeout: flux.readyTimeout,
          triggers: { operator: version, cluster: cluster.endpoint },
          dependsOn: [namespace],
        }).resource,
      );
    const { release } = new ChartRelease(this, 'operator', {
      chart: 'flux-operator',
      repository: flux.charts,
      version,
      namespace: namespace.metadata.name,
      values,
      ownedByGit,
      adopt: flux.adopt,
      dependsOn: before,
    });

    new FluxReadiness(this, 'readiness', {
      ...ofCluster,
      stack: 'flux-operator',
      waitFor: 'operator',
      timeout: flux.readyTimeout,
      triggers: { cluster: cluster.endpoint, operator: version },
      ownedByGit,
      dependsOn: [release],
    });

    this.deployment.publish(fluxOperatorContract, { namespace: fluxNamespace });
  }
}
