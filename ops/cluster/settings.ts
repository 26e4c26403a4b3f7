import type { KubeConfig } from '@kubernetes/client-node';
import type { ClusterVariable, ProgramName, ProgramVariable } from '../../lib/flux/programs';
import { clusterConnection } from './cluster-connection';

/**
 * A value that a stack passes in the environment.
 *
 * @throws Error if it is not set, saying who sets it
 */
export function readSetting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(
      `${name} is not set. The stacks flux-operator and flux-instance set it when they run this program.`,
    );
  }
  return value;
}

/** Gives what a program is told, by the names that `programVariables` lists for it. */
export type Settings<Name extends ProgramName> = (name: ProgramVariable<Name>) => string;

/** The connection to the cluster that a stack names in the environment. */
export function connectionFromSettings(): KubeConfig {
  const setting: (name: ClusterVariable) => string = readSetting;
  return clusterConnection({
    clusterName: setting('CLUSTER_NAME'),
    endpoint: setting('CLUSTER_ENDPOINT'),
    certificateAuthorityData: setting('CLUSTER_CERTIFICATE_AUTHORITY'),
    region: setting('AWS_REGION'),
  });
}
