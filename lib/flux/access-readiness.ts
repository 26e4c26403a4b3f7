import { Construct } from 'constructs';
import { TerraformData } from '../terraform/terraform-data';
import { clusterProgram, type ClusterProgramProps, clusterSettings } from './cluster-program';

export interface AccessReadinessProps extends ClusterProgramProps {
  /** The fleet file, for the message of a failure: there the access entries are. */
  readonly fleetFile: string;
  /** A Go duration, for example `10m`, after which the deploy fails with the access entry that is missing. */
  readonly timeout: string;
}

/**
 * Holds the apply until the Kubernetes API of a new cluster lets the caller make what Flux needs. An access entry works some
 * seconds after EKS made it; until then the first object would be refused as forbidden.
 */
export class AccessReadiness extends Construct {
  /** What the first object has to wait for. */
  readonly resource: TerraformData;

  constructor(scope: Construct, id: string, props: AccessReadinessProps) {
    super(scope, id);
    const settings = {
      ...clusterSettings(props),
      FLUX_READY_TIMEOUT: props.timeout,
      FLEET_FILE: props.fleetFile,
    };
    this.resource = new TerraformData(this, 'access', {
      triggersReplace: { cluster: props.cluster.endpoint },
      provisioners: [clusterProgram('wait-for-access', settings, props)],
    });
    this.resource.overrideLogicalId('cluster_access');
  }
}
