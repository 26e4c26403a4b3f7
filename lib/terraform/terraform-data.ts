import { hashMapper, anyToTerraform, type TerraformMetaArguments, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

export interface TerraformDataProps extends TerraformMetaArguments {
  /** Kept in the state and given back as `output`. @default none */
  readonly input?: Readonly<Record<string, string>>;
  /** The resource is replaced when one of these changes. @default none */
  readonly triggersReplace?: Readonly<Record<string, string>>;
}

/**
 * Terraform's built-in `terraform_data` (https://developer.hashicorp.com/terraform/language/resources/terraform-data).
 * cdktf's own `DataResource` runs `terraform version` each time the app is synthesized, which costs 50 ms per resource; the
 * stacks' `required_version` makes Terraform itself check the same.
 */
export class TerraformData extends TerraformResource {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TerraformDataProps,
  ) {
    super(scope, id, {
      ...props,
      terraformResourceType: 'terraform_data',
      terraformGeneratorMetadata: { providerName: 'terraform' },
    });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
      input: hashMapper(anyToTerraform)(this.props.input),
      triggers_replace: hashMapper(anyToTerraform)(this.props.triggersReplace),
    };
  }
}
