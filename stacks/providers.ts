import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { Fn, type TerraformStack } from 'cdktf';
import { clusterToken } from '../lib/aws/cluster-token';
import type { FleetConfig } from '../lib/fleet/schema';
import type { ClusterOutputs } from '../lib/terraform/contracts';
import { fleetTags } from '../lib/aws/tags';
import { providerVersions } from '../lib/terraform/versions';

/**
 * The AWS provider, held to the fleet's account: with credentials of another one Terraform stops before it reads or makes
 * anything.
 */
export function useAws(stack: TerraformStack, fleet: FleetConfig): void {
  new AwsProvider(stack, 'aws', {
    region: fleet.aws.region,
    allowedAccountIds: [fleet.aws.account],
    defaultTags: [{ tags: fleetTags(fleet) }],
  });
  pin(stack, 'aws', fleet.versions?.awsProvider ?? providerVersions.aws);
}

/**
 * The Kubernetes and Helm providers, for the API of one cluster. They ask for a token each time they start
 * (`aws eks get-token`), so none is ever part of a state or a plan. Where the states are in S3, the AWS provider lists them.
 */
export function useKubernetes(stack: TerraformStack, fleet: FleetConfig, cluster: ClusterOutputs): void {
  if (fleet.state.kind === 's3') useAws(stack, fleet);
  const connection = {
    host: cluster.endpoint,
    clusterCaCertificate: Fn.base64decode(cluster.certificateAuthorityData),
  };
  const exec = clusterToken(cluster.clusterName, fleet.aws.region);
  new KubernetesProvider(stack, 'kubernetes', { ...connection, exec: [exec] });
  pin(stack, 'kubernetes', fleet.versions?.kubernetesProvider ?? providerVersions.kubernetes);
  new HelmProvider(stack, 'helm', { kubernetes: { ...connection, exec } });
  pin(stack, 'helm', fleet.versions?.helmProvider ?? providerVersions.helm);
}

/** Sets an exact version where the bindings ask for a range. */
function pin(stack: TerraformStack, provider: keyof typeof providerVersions, version: string): void {
  stack.addOverride(`terraform.required_providers.${provider}.version`, version);
}
