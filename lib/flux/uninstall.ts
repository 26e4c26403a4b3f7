import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { TerraformData } from '../terraform/terraform-data';
import { clusterProgram, type ClusterProgramProps, clusterSettings } from './cluster-program';
import { expression } from '../terraform/expression';

export interface FluxUninstallProps extends ClusterProgramProps {
  /**
   * `instance`: what must happen before the FluxInstance is deleted. `operator`: what must happen after the operator's
   * release is.
   */
  readonly part: 'instance' | 'operator';
  /** Whether what Flux applied outlives it. */
  readonly onDestroy: 'keep-workloads' | 'remove-workloads';
  /** A Go duration, for example `5m`, after which one step of it is forced. */
  readonly timeout: string;
  /** @default nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A step of a destroy that Helm has no part in: it takes finalizers out of the way that would hold it up for ever, and
 * removes workloads by choice. A destroy-time provisioner sees nothing but its own resource, so the resource keeps as its
 * input what the program needs; a changed choice counts from the next deploy on.
 */
export class FluxUninstall extends Construct {
  /** For what must be destroyed after it, or before. */
  readonly resource: TerraformData;

  constructor(scope: Construct, id: string, props: FluxUninstallProps) {
    super(scope, id);
    const settings = {
      ...clusterSettings(props),
      FLUX_UNINSTALL: props.part,
      FLUX_ON_DESTROY: props.onDestroy,
      FLUX_DESTROY_TIMEOUT: props.timeout,
    };
    const kept = Object.fromEntries(
      Object.keys(settings).map((name) => [name, expression(`self.input.${name}`)]),
    ) as Record<keyof typeof settings, string>;
    this.resource = new TerraformData(this, 'uninstall', {
      input: settings,
      dependsOn: [...(props.dependsOn ?? [])],
      provisioners: [{ ...clusterProgram('uninstall-flux', kept, props), when: 'destroy' }],
    });
    this.resource.overrideLogicalId('flux_uninstall');
  }
}
