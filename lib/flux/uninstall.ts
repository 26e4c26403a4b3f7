import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ClusterOutputs } from '../contracts';
import { TerraformData } from '../terraform-data';

export interface FluxUninstallProps {
  readonly cluster: ClusterOutputs;
  readonly region: string;
  readonly namespace: string;
  /**
   * `instance`: what must happen before the FluxInstance is deleted. `operator`: what must happen after the operator's
   * release is.
   */
  readonly part: 'instance' | 'operator';
  /** Whether what Flux applied outlives it. */
  readonly onDestroy: 'keep-workloads' | 'remove-workloads';
  /** A Go duration, for example `5m`, after which one step of it is forced. */
  readonly timeout: string;
  /** The checkout, relative to the folder in which Terraform runs the stack. */
  readonly checkout: string;
  /** @default nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A step of a destroy that Helm has no part in: it takes finalizers out of the way that would hold it up for ever, and
 * removes workloads by choice. A destroy-time provisioner sees nothing but its own resource, so the resource keeps as its
 * input what the program needs; a changed choice counts from the next deploy on.
 */
export class FluxUninstall extends Construct {
  /** For what must be destroyed after it, or before. */
  readonly resource: TerraformData;

  constructor(scope: Construct, id: string, props: FluxUninstallProps) {
    super(scope, id);
    const settings = {
      CLUSTER_NAME: props.cluster.clusterName,
      CLUSTER_ENDPOINT: props.cluster.endpoint,
      CLUSTER_CERTIFICATE_AUTHORITY: props.cluster.certificateAuthorityData,
      AWS_REGION: props.region,
      FLUX_NAMESPACE: props.namespace,
      FLUX_UNINSTALL: props.part,
      FLUX_ON_DESTROY: props.onDestroy,
      FLUX_DESTROY_TIMEOUT: props.timeout,
    };
    this.resource = new TerraformData(this, 'uninstall', {
      input: settings,
      dependsOn: [...(props.dependsOn ?? [])],
      provisioners: [
        {
          type: 'local-exec',
          when: 'destroy',
          workingDir: props.checkout,
          command: 'node_modules/.bin/jiti ops/uninstall-flux.ts',
          environment: Object.fromEntries(
            Object.keys(settings).map((name) => [name, `\${self.input.${name}}`]),
          ),
        },
      ],
    });
    this.resource.overrideLogicalId('flux_uninstall');
  }
}
