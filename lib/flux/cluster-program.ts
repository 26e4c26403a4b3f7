import type { LocalExecProvisioner } from 'cdktf';
import type { ClusterOutputs } from '../terraform/contracts';
import type { ClusterVariable, ProgramName, ProgramVariable } from './programs';

/** The cluster that a program of `ops/provisioners/` works on, and where it runs. */
export interface ClusterProgramProps {
  readonly cluster: ClusterOutputs;
  readonly region: string;
  /** The namespace of Flux. */
  readonly namespace: string;
  /** The checkout, relative to the folder in which Terraform runs the stack. */
  readonly checkout: string;
}

/** What every such program reads from its environment. */
export function clusterSettings(props: ClusterProgramProps): Record<ClusterVariable, string> {
  return {
    CLUSTER_NAME: props.cluster.clusterName,
    CLUSTER_ENDPOINT: props.cluster.endpoint,
    CLUSTER_CERTIFICATE_AUTHORITY: props.cluster.certificateAuthorityData,
    AWS_REGION: props.region,
    FLUX_NAMESPACE: props.namespace,
  };
}

/**
 * Runs a program of `ops/provisioners/` beside the apply or destroy of a resource.
 *
 * @param environment what it is told, which `programVariables` lists
 */
export function clusterProgram<Name extends ProgramName>(
  program: Name,
  environment: Readonly<Record<ProgramVariable<Name>, string>>,
  { checkout }: ClusterProgramProps,
): LocalExecProvisioner {
  return {
    type: 'local-exec',
    workingDir: checkout,
    // `exec`: Terraform kills the shell when it is interrupted, which must not leave the program behind.
    command: `exec node run ops/provisioners/${program}.ts`,
    environment: { ...environment },
  };
}
