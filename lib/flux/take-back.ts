import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ClusterOutputs } from '../contracts';
import { TerraformData } from '../terraform-data';

export interface TakeBackProps {
  readonly cluster: ClusterOutputs;
  readonly region: string;
  readonly namespace: string;
  /** A Go duration, for example `10m`, for which it waits until Git lists the operator no more. */
  readonly timeout: string;
  /** The checkout, relative to the folder in which Terraform runs the stack. */
  readonly checkout: string;
  /** When one of these values changes, it is done again. */
  readonly triggers: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Takes the operator's release back from Flux before Terraform changes it, where Git owned it before: two owners would
 * upgrade it against each other. Where Git never did, nothing happens.
 */
export class TakeBack extends Construct {
  /** What the operator's release has to wait for. */
  readonly resource: TerraformData;

  constructor(scope: Construct, id: string, props: TakeBackProps) {
    super(scope, id);
    this.resource = new TerraformData(this, 'take-back', {
      triggersReplace: props.triggers,
      dependsOn: [...props.dependsOn],
      provisioners: [
        {
          type: 'local-exec',
          workingDir: props.checkout,
          command: 'node_modules/.bin/jiti ops/take-flux-back.ts',
          environment: {
            CLUSTER_NAME: props.cluster.clusterName,
            CLUSTER_ENDPOINT: props.cluster.endpoint,
            CLUSTER_CERTIFICATE_AUTHORITY: props.cluster.certificateAuthorityData,
            AWS_REGION: props.region,
            FLUX_NAMESPACE: props.namespace,
            FLUX_READY_TIMEOUT: props.timeout,
          },
        },
      ],
    });
    this.resource.overrideLogicalId('flux_take_back');
  }
}
