/** An environment variable that tells every program of `ops/provisioners/` which cluster it works on. */
export type ClusterVariable =
  'CLUSTER_NAME' | 'CLUSTER_ENDPOINT' | 'CLUSTER_CERTIFICATE_AUTHORITY' | 'AWS_REGION' | 'FLUX_NAMESPACE';

/** The programs of `ops/provisioners/` that stacks run, by file name without suffix, and the other variables that each gets. */
export const programVariables = {
  'wait-for-access': ['FLUX_READY_TIMEOUT', 'FLEET_FILE'],
  'wait-for-flux': ['FLUX_READY_TIMEOUT', 'FLUX_WAIT_FOR', 'STACK'],
  'take-flux-back': ['FLUX_READY_TIMEOUT'],
  'uninstall-flux': ['FLUX_UNINSTALL', 'FLUX_ON_DESTROY', 'FLUX_DESTROY_TIMEOUT'],
} as const;

export type ProgramName = keyof typeof programVariables;

/** A variable that a program gets. */
export type ProgramVariable<Name extends ProgramName> =
  ClusterVariable | (typeof programVariables)[Name][number];

/**
 * What can be waited for, the value of FLUX_WAIT_FOR. `operator`: the operator's Deployment and custom resource definitions.
 * `sync`: the FluxInstance, each of its components, the root source and Kustomization. `everything`: also every source,
 * ArtifactGenerator, ResourceSet, Kustomization and HelmRelease below.
 */
export const waitedFor = ['operator', 'sync', 'everything'] as const;

export type WaitedFor = (typeof waitedFor)[number];
