import {
  Aspects,
  dependable,
  type IAspect,
  TerraformLocal,
  TerraformOutput,
  TerraformResource,
  type TerraformStack,
} from 'cdktf';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';
import { type Contract, type OutputValues, type StackName } from './contracts';
import { identifier, outputName } from '../aws/naming';
import { RemoteState } from './remote-state';
import type { StateLocation } from './state-location';
import { TerraformData } from './terraform-data';
import { expression } from './expression';

/** Identifies a stack and the place of its state and its neighbours' states. */
export interface DeploymentProps {
  readonly stack: StackName;
  readonly environment: string;
  readonly location: StateLocation;
  /**
   * When the conditions are checked: by every plan, as a deploy needs it, or only by the apply, so that a plan is complete
   * whatever it finds. @default apply
   */
  readonly conditionsAt?: 'plan' | 'apply';
}

/**
 * The head of a stack: a resource that exists only in Terraform's state. It is created first and destroyed last, since every
 * other resource depends on it. It carries the conditions under which the stack may be applied, so that an apply that
 * breaks one stops before it creates anything.
 *
 * It publishes two outputs besides those of the contract: `present` from the first resource to the last, and `ready` once
 * all resources exist.
 */
export class Deployment extends Construct {
  private readonly head: TerraformData;
  private readonly upstream = new Map<StackName, RemoteState>();
  private readonly conditions: { condition: string; errorMessage: string }[] = [];

  constructor(
    private readonly stack: TerraformStack,
    id: string,
    private readonly props: DeploymentProps,
  ) {
    super(stack, id);
    this.head = new TerraformData(this, 'head', {
      input: { environment: props.environment, stack: props.stack },
      lifecycle: { precondition: this.conditions },
    });
    this.head.overrideLogicalId('deployment');
    Aspects.of(stack).add(new AfterHead(this.head));
  }

  /**
   * Reads another stack's contract. While that stack is not deployed, or was deployed before the contract had an output,
   * the values are placeholders: a plan shows them, and an apply stops with the command to run first.
   */
  read<Outputs extends OutputValues>(contract: Contract<Outputs>): Outputs {
    const { stack, environment, location } = this.props;
    const remote = new RemoteState(this.stack, {
      location,
      stack: contract.stack,
      defaults: { ...contract.placeholders, ready: '' },
    });
    const ready = `${remote.expression('ready')} == "${contract.stack}"`;
    this.require(
      ready,
      `The stack ${contract.stack} of ${environment} is not deployed, and ${stack} needs its outputs. ` +
        `Run first: cdktf deploy ${contract.stack}`,
    );
    const missing = missingOutputs(contract, remote);
    this.require(
      `!(${ready}) || length(${missing}) == 0`,
      `The stack ${contract.stack} of ${environment} was deployed before it had the outputs that ${stack} needs now: ` +
        `${expression(`join(", ", ${missing})`)}. Run first: cdktf deploy ${contract.stack}`,
    );
    this.upstream.set(contract.stack, remote);
    const values = Object.entries(contract.placeholders).map(([key, placeholder]) => [
      key,
      Array.isArray(placeholder) ? remote.list(key) : remote.text(key),
    ]);
    return Object.fromEntries(values) as Outputs;
  }

  /**
   * Stops an apply if a list read from a contract doesn't have the length that the fleet file requires: the file has changed
   * since the other stack was deployed.
   */
  requireLength<Outputs extends OutputValues>(
    contract: Contract<Outputs>,
    key: keyof Outputs & string,
    length: number,
  ): void {
    const { environment } = this.props;
    const list = this.upstream.get(contract.stack)!.expression(key);
    this.require(
      `contains(${list}, "${contract.placeholders[key]![0]}") || length(${list}) == ${length}`,
      `The stack ${contract.stack} of ${environment} was deployed with ${expression(`length(${list})`)} ${outputName(key)}, ` +
        `and fleet/${environment}.yaml asks for ${length} now. Run first: cdktf deploy ${contract.stack}`,
    );
  }

  /**
   * Stops an apply if a text read from a contract is empty although the fleet file requires a value: the file has changed
   * since the other stack was deployed.
   */
  requireText<Outputs extends OutputValues>(contract: Contract<Outputs>, key: keyof Outputs & string): void {
    const { environment } = this.props;
    this.require(
      `${this.upstream.get(contract.stack)!.expression(key)} != ""`,
      `The stack ${contract.stack} of ${environment} was deployed without ${outputName(key)}, ` +
        `and fleet/${environment}.yaml asks for it now. Run first: cdktf deploy ${contract.stack}`,
    );
  }

  /** Stops an apply unless the value of an expression is one of those that are allowed. */
  requireOneOf(value: string, allowed: readonly string[], errorMessage: string): void {
    this.require(`contains(${JSON.stringify(allowed)}, ${value})`, errorMessage);
  }

  /** Publishes the stack's contract. Call it last: `ready` waits for every resource that exists by then. */
  publish<Outputs extends OutputValues>(contract: Contract<Outputs>, values: Outputs): void {
    for (const key of Object.keys(contract.placeholders)) {
      // An apply that a condition stops must not leave outputs either.
      this.output(outputName(key), values[key]).addOverride('depends_on', [dependable(this.head)]);
    }
    const name = expression(`${this.head.fqn}.output.stack`);
    this.output('present', name);
    const resources = this.stack.node.findAll().filter((node) => TerraformResource.isTerraformResource(node));
    this.output('ready', name).addOverride('depends_on', resources.map(dependable));
  }

  /**
   * Makes a destroy of this stack fail while another stack, which needs it, is deployed. Terraform downgrades failed
   * conditions to warnings when it refreshes before a destroy, but not a failed conversion: the error quotes the text.
   */
  refuseDestroyWhileDeployed(dependants: readonly StackName[]): void {
    const { stack, location } = this.props;
    for (const dependant of dependants) {
      const remote = new RemoteState(this.stack, { location, stack: dependant, defaults: { present: '' } });
      const refusal =
        `Refused: the stack ${dependant} is still deployed and needs ${stack}. ` +
        `Destroy it first, or both: cdktf destroy ${[stack, ...dependants].join(' ')}`;
      const refused = expression(`${remote.expression('present')} == "" ? true : tobool("${refusal}")`);
      const guard = new TerraformLocal(this, `refusal-${dependant}`, refused);
      guard.overrideLogicalId(`refuse_destroy_before_${identifier(dependant)}`);
    }
  }

  /** @param condition a Terraform expression, without `${}` */
  private require(condition: string, errorMessage: string): void {
    const { conditionsAt } = this.props;
    this.conditions.push({
      condition: expression(conditionsAt === 'plan' ? condition : onlyAtApply(condition)),
      errorMessage,
    });
  }

  private output(name: string, value: string | readonly string[] | undefined): TerraformOutput {
    const output = new TerraformOutput(this, name, { value });
    output.overrideLogicalId(name);
    return output;
  }
}

/** Makes every resource of a stack depend on its head. */
class AfterHead implements IAspect {
  constructor(private readonly head: TerraformData) {}

  visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) || node === this.head) return;
    node.dependsOn = [...(node.dependsOn ?? []), dependable(this.head)];
  }
}

/** The Terraform expression for the names of a contract's outputs that are still placeholders. */
function missingOutputs(contract: Contract<OutputValues>, remote: RemoteState): string {
  const names = Object.entries(contract.placeholders).map(([key, placeholder]) => {
    const value = remote.expression(key);
    const isLeft =
      typeof placeholder === 'string'
        ? `${value} == "${placeholder}"`
        : `contains(${value}, "${placeholder[0]}")`;
    return `${isLeft} ? "${outputName(key)}" : ""`;
  });
  return `compact([${names.join(', ')}])`;
}

/**
 * Defers a condition to the apply, so that a plan is complete whatever it finds: `timestamp()` is unknown to a plan, and
 * Terraform checks a condition with an unknown part again at the apply.
 */
function onlyAtApply(condition: string): string {
  return `(${condition}) ? true : timestamp() == ""`;
}
