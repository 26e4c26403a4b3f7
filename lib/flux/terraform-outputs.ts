import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';
import { labelsForFlux } from './labels';
import { terraformOutputs, terraformOutputsData } from './terraform-outputs-data';
import type { KarpenterName, LateName } from './variable-names';
import type { KnownVariables } from './variables';

/** What manifests in Git may use as `${VPC_ID}` and so on. */
export interface TerraformOutputsProps {
  readonly namespace: string;
  /** What is known of the fleet, and the fleet's own variables. */
  readonly known: KnownVariables;
  /** What Terraform knows when it applies. */
  readonly late: Readonly<Record<LateName, string>>;
  /** What Karpenter's manifests need. @default - the cluster has no Karpenter */
  readonly karpenter?: Readonly<Record<KarpenterName, string>>;
}

/**
 * The ConfigMap `terraform-outputs`, from which Flux substitutes variables after it built a Kustomization
 * (https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution).
 */
export class TerraformOutputs extends Construct {
  static readonly configMapName = terraformOutputs;

  readonly configMap: ConfigMapV1;

  constructor(scope: Construct, id: string, props: TerraformOutputsProps) {
    super(scope, id);
    this.configMap = new ConfigMapV1(this, 'config-map', {
      metadata: {
        name: TerraformOutputs.configMapName,
        namespace: props.namespace,
        labels: labelsForFlux,
      },
      data: {
        ...terraformOutputsData(props.known),
        ...props.late,
        ...props.karpenter,
      },
    });
  }
}
