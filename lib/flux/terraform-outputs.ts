import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { Construct } from 'constructs';

/** Facts of the infrastructure that manifests in Git may use as `${VPC_ID}` and so on. */
export interface TerraformOutputsProps {
  readonly namespace: string;
  readonly vpcId: string;
  readonly clusterName: string;
  readonly region: string;
  readonly accountId: string;
  readonly environment: string;
  /** Further variables. @default none */
  readonly variables?: Readonly<Record<string, string>>;
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
        labels: { 'app.kubernetes.io/managed-by': 'terraform' },
      },
      data: {
        ...props.variables,
        VPC_ID: props.vpcId,
        CLUSTER_NAME: props.clusterName,
        AWS_REGION: props.region,
        AWS_ACCOUNT_ID: props.accountId,
        ENVIRONMENT: props.environment,
        ECR_REGISTRY: `${props.accountId}.dkr.ecr.${props.region}.amazonaws.com`,
      },
    });
  }
}
