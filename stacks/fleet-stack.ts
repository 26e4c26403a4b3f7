import { Aspects, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { NameLimits } from '../lib/aws/name-limits';
import { PermissionsBoundary } from '../lib/aws/permissions-boundary';
import { useBackend } from '../lib/terraform/backend';
import type { FleetConfig } from '../lib/fleet/schema';
import type { StackName } from '../lib/terraform/contracts';
import { Deployment, type DeploymentProps } from '../lib/terraform/deployment';
import type { StateLocation } from '../lib/terraform/state-location';
import { terraformVersionConstraint } from '../lib/terraform/versions';
import { LiteralText } from '../lib/terraform/literal-text';

/** What every stack is given. */
export interface FleetStackProps {
  /** The validated configuration of one environment. */
  readonly fleet: FleetConfig;
  /** Where the states of the fleet's stacks are kept. */
  readonly state: StateLocation;
  /** Stacks that would outlive this one in the command at hand; a destroy is refused while one is deployed. @default none */
  readonly outlivedBy?: readonly StackName[];
  /** When a missing upstream stack is an error. @default apply */
  readonly conditionsAt?: DeploymentProps['conditionsAt'];
}

/** One of the four stacks: its state, and the `deployment` through which it reads and publishes contracts. */
export abstract class FleetStack extends TerraformStack {
  protected readonly deployment: Deployment;

  protected constructor(scope: Construct, id: StackName, props: FleetStackProps) {
    super(scope, id);
    this.addOverride('terraform.required_version', terraformVersionConstraint);
    useBackend(this, id, props.state);
    const { environment, aws, cluster } = props.fleet;
    const aspects = Aspects.of(this);
    aspects.add(new NameLimits({ file: `fleet/${environment}.yaml`, clusterName: cluster.name }));
    aspects.add(new LiteralText());
    if (aws.permissionsBoundary !== undefined) aspects.add(new PermissionsBoundary(aws.permissionsBoundary));
    this.deployment = new Deployment(this, 'deployment', {
      stack: id,
      environment,
      location: props.state,
      conditionsAt: props.conditionsAt,
    });
    this.deployment.refuseDestroyWhileDeployed(props.outlivedBy ?? []);
  }
}
