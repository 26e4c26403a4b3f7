import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { StackName } from '../terraform/contracts';
import { TerraformData } from '../terraform/terraform-data';
import { clusterProgram, type ClusterProgramProps, clusterSettings } from './cluster-program';
import type { WaitedFor } from './programs';

export interface FluxReadinessProps extends ClusterProgramProps {
  /** The stack that waits, for the message of a failure. */
  readonly stack: StackName;
  readonly waitFor: WaitedFor;
  /** A Go duration, for example `10m`, after which the deploy fails with what is not Ready. */
  readonly timeout: string;
  /** When one of these values changes, readiness is waited for again. */
  readonly triggers: Readonly<Record<string, string>>;
  /** Whether changes are made from Git, so that no deploy waits for them. @default false */
  readonly ownedByGit?: boolean;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Holds the apply until Flux, or the operator alone, is Ready. Helm waits for what is in its chart alone, and neither for
 * the definitions that it leaves to the API server nor for the controllers that the operator makes.
 */
export class FluxReadiness extends Construct {
  constructor(scope: Construct, id: string, props: FluxReadinessProps) {
    super(scope, id);
    const settings = {
      ...clusterSettings(props),
      FLUX_READY_TIMEOUT: props.timeout,
      FLUX_WAIT_FOR: props.waitFor,
      STACK: props.stack,
    };
    const readiness = new TerraformData(this, 'readiness', {
      triggersReplace: props.triggers,
      ...(props.ownedByGit && { lifecycle: { ignoreChanges: 'all' } }),
      dependsOn: [...props.dependsOn],
      provisioners: [clusterProgram('wait-for-flux', settings, props)],
    });
    readiness.overrideLogicalId('flux_readiness');
  }
}
