import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { TerraformData } from '../terraform/terraform-data';
import { clusterProgram, type ClusterProgramProps, clusterSettings } from './cluster-program';

export interface TakeBackProps extends ClusterProgramProps {
  /** A Go duration, for example `10m`, how long it waits until Git no longer lists the operator. */
  readonly timeout: string;
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
    const settings = { ...clusterSettings(props), FLUX_READY_TIMEOUT: props.timeout };
    this.resource = new TerraformData(this, 'take-back', {
      triggersReplace: props.triggers,
      dependsOn: [...props.dependsOn],
      provisioners: [clusterProgram('take-flux-back', settings, props)],
    });
    this.resource.overrideLogicalId('flux_take_back');
  }
}
