/** A reference to a source, a chart, a ConfigMap or a Secret. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** A ConfigMap or Secret with values. */
export interface ValuesReference extends Reference {
  /** @default values.yaml */
  readonly valuesKey?: string;
  readonly targetPath?: string;
  readonly optional?: boolean;
}

/** What of a HelmRelease decides what it installs: https://fluxcd.io/flux/components/helm/helmreleases */
export interface ReleaseSpec {
  readonly releaseName?: string;
  readonly targetNamespace?: string;
  readonly storageNamespace?: string;
  readonly chart?: {
    readonly spec?: {
      readonly chart?: string;
      readonly version?: string;
      readonly sourceRef?: Reference;
      readonly valuesFiles?: readonly string[];
      /** @default ChartVersion */
      readonly reconcileStrategy?: string;
    };
  };
  readonly chartRef?: Reference;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly valuesFrom?: readonly ValuesReference[];
  readonly postRenderers?: readonly {
    readonly kustomize?: { readonly patches?: readonly object[]; readonly images?: readonly object[] };
  }[];
  readonly upgrade?: { readonly chartNameChangeStrategy?: string; readonly preserveValues?: boolean };
}
