import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';
import { labelsForFlux } from './labels';
import { isPlainText } from '../validation/plain-text';
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
  static readonly configMapName = 'terraform-outputs';

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
        ...Object.fromEntries(
          Object.entries(props.known).map(([name, value]) => [name, inYaml(name, value)]),
        ),
        ...props.late,
        ...props.karpenter,
      },
    });
  }
}

/**
 * Flux puts values into the text of manifests, which it reads as YAML 1.1: an empty text or a tag `1.20` would be no text
 * there. The values of `flux.sync` are never a part of other text, so they can have quotes of their own.
 */
function inYaml(name: string, value: string): string {
  const isWhole = name.startsWith('SYNC_');
  return value === '' || (isWhole && !isPlainText(value)) ? JSON.stringify(value) : value;
}
