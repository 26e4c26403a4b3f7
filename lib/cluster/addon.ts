import { DataAwsEksAddonVersion } from '@cdktf/provider-aws/lib/data-aws-eks-addon-version';
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import { Construct } from 'constructs';
import type { ITerraformDependable } from 'cdktf';
import type { ClusterRef } from '../aws/cluster-ref';
import { roleName } from '../aws/naming';
import { ServiceRole, type ServiceRoleProps } from '../aws/service-role';
import { podIdentityTrust } from './pod-identity-trust';

export interface AddonProps {
  readonly cluster: ClusterRef;
  /** The add-on's name in EKS, for example `vpc-cni`. */
  readonly name: string;
  /** Exact version. @default - what EKS recommends for the cluster's Kubernetes version, at each deploy */
  readonly version?: string;
  /** Minor version of the cluster. */
  readonly kubernetesVersion: string;
  /** Settings, in the form of the add-on's own schema (`aws eks describe-addon-configuration`). @default none */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Gives the add-on's service account a role by Pod Identity. @default none */
  readonly podIdentity?: AddonPodIdentity;
  /** What must exist before. @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** With what the add-on may do. */
export interface AddonPodIdentity extends Pick<
  ServiceRoleProps,
  'managedPolicies' | 'policyArns' | 'statements'
> {
  readonly serviceAccount: string;
  /** Of the service account. @default kube-system */
  readonly namespace?: string;
}

/** Where EKS installs the add-ons of the catalogue, and most others. */
export const addonNamespace = 'kube-system';

/** A managed EKS add-on. Settings that someone else changed in the cluster give way to those declared. */
export class Addon extends Construct {
  readonly addon: EksAddon;

  constructor(scope: Construct, id: string, props: AddonProps) {
    super(scope, id);
    const { cluster, podIdentity: identity } = props;
    const role =
      identity &&
      new ServiceRole(this, 'role', {
        name: roleName(cluster.namePrefix, props.name),
        description: `Add-on ${props.name} of the EKS cluster ${cluster.name}, by Pod Identity`,
        partition: cluster.partition,
        ...podIdentityTrust({ cluster, namespace: addonNamespace, ...identity }),
        managedPolicies: identity.managedPolicies,
        policyArns: identity.policyArns,
        statements: identity.statements,
      });
    this.addon = new EksAddon(this, 'addon', {
      clusterName: cluster.name,
      addonName: props.name,
      addonVersion:
        props.version ??
        new DataAwsEksAddonVersion(this, 'recommended', {
          addonName: props.name,
          kubernetesVersion: props.kubernetesVersion,
        }).version,
      configurationValues:
        props.configuration === undefined ? undefined : JSON.stringify(props.configuration),
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      podIdentityAssociation:
        role && identity ? [{ roleArn: role.roleArn, serviceAccount: identity.serviceAccount }] : undefined,
      dependsOn: [...(role?.permissions ?? []), ...(props.dependsOn ?? [])],
    });
  }
}
