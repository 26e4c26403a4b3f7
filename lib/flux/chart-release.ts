import { Release } from '@cdktf/provider-helm/lib/release';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { yamlText } from './yaml-text';

export interface ChartReleaseProps {
  /** The chart's name, which is the release's name too. */
  readonly chart: string;
  /** `oci://` address of the folder that holds the chart. */
  readonly repository: string;
  /** Exact chart version: with a range a plan could change while nothing in Git did. */
  readonly version: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Whether Git owns the release after it was installed: Terraform ignores every change then. */
  readonly ownedByGit: boolean;
  /** Whether objects of the chart that are in the cluster without a release become part of it. */
  readonly adopt: boolean;
  /** Seconds for each Kubernetes operation. @default 300 */
  readonly timeoutSeconds?: number;
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * A Helm release that is finished when its objects are ready. An install that failed is taken up again by the next apply, as an
 * upgrade in place (`upgrade_install`). Helm would refuse to touch an interrupted one ("another operation is in progress"):
 * the launcher of Terraform first marks it failed (`ops/recovery/helm-release.ts`).
 */
export class ChartRelease extends Construct {
  readonly release: Release;

  constructor(scope: Construct, id: string, props: ChartReleaseProps) {
    super(scope, id);
    this.release = new Release(this, 'release', {
      name: props.chart,
      chart: props.chart,
      repository: props.repository,
      version: props.version,
      namespace: props.namespace,
      createNamespace: false,
      values: [yamlText(props.values)],
      wait: true,
      upgradeInstall: true,
      cleanupOnFail: false,
      maxHistory: 5,
      timeout: props.timeoutSeconds ?? 300,
      ...(props.adopt && { takeOwnership: true }),
      ...(props.ownedByGit && { lifecycle: { ignoreChanges: 'all' } }),
      dependsOn: [...props.dependsOn],
    });
  }
}
