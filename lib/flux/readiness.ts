import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { ClusterOutputs, StackName } from '../contracts';
import { TerraformData } from '../terraform-data';

export interface FluxReadinessProps {
  readonly cluster: ClusterOutputs;
  readonly region: string;
  readonly namespace: string;
  /** The stack that waits, for the message of a failure. */
  readonly stack: StackName;
  /**
   * `operator`: the operator's Deployment and custom resource definitions. `sync`: the FluxInstance, each of its
   * components, the root source and Kustomization. `everything`: also every Kustomization and HelmRelease below.
   */
  readonly waitFor: 'operator' | 'sync' | 'everything';
  /** A Go duration, for example `10m`, after which the deploy fails with what is not Ready. */
  readonly timeout: string;
  /** The checkout, relative to the folder in which Terraform runs the stack. */
  readonly checkout: string;
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
    const readiness = new TerraformData(this, 'readiness', {
      triggersReplace: props.triggers,
      ...(props.ownedByGit && { lifecycle: { ignoreChanges: 'all' } }),
      dependsOn: [...props.dependsOn],
      provisioners: [
        {
          type: 'local-exec',
          workingDir: props.checkout,
          command: 'node_modules/.bin/jiti ops/wait-for-flux.ts',
          environment: {
            CLUSTER_NAME: props.cluster.clusterName,
            CLUSTER_ENDPOINT: props.cluster.endpoint,
            CLUSTER_CERTIFICATE_AUTHORITY: props.cluster.certificateAuthorityData,
            AWS_REGION: props.region,
            FLUX_NAMESPACE: props.namespace,
            FLUX_READY_TIMEOUT: props.timeout,
            FLUX_WAIT_FOR: props.waitFor,
            STACK: props.stack,
          },
        },
      ],
    });
    readiness.overrideLogicalId('flux_readiness');
  }
}
