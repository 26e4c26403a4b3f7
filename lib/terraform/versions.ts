/**
 * The Terraform providers' versions, pinned exactly and in this one place. A fleet file can override them under `versions`.
 *
 * - aws: the release from which the bindings in `@cdktf/provider-aws` were generated.
 * - helm: 3.1 brought `upgrade_install` and the `timeouts` block to releases.
 * - kubernetes: 3.2.1 fixed write-only `data_wo`, which failed with "Missing Resource Identity After Create".
 */
export const providerVersions = {
  // renovate: datasource=terraform-provider depName=hashicorp/aws
  aws: '6.25.0',
  // renovate: datasource=terraform-provider depName=hashicorp/helm
  helm: '3.1.2',
  // renovate: datasource=terraform-provider depName=hashicorp/kubernetes
  kubernetes: '3.2.1',
} as const;

/** The oldest Terraform that can apply the stacks: write-only arguments came with 1.11. */
export const terraformVersionConstraint = '>= 1.11.0';
