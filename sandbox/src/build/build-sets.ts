import { join } from 'node:path';
import { checkout } from '../paths.js';

/** The Go toolchain of every build: the Flux Operator requires it, and a single one compiles the standard library once. */
export const goToolchain = 'go1.27.0';

/** Version that the built AWS provider reports: that of the fork's sources. */
export const awsProviderVersion = '6.13.0';

/** Version of the provider that the offline edition of hashicorp/helm stands for. */
export const helmProviderVersion = '3.1.2';

/** Version of the provider that the offline edition of hashicorp/kubernetes stands for. */
export const kubernetesProviderVersion = '3.2.1';

/** Version of the `flux` program: that of the Flux that fleets ship. */
export const fluxVersion = '2.9.5';

/** Version of the `helm` program: that of Flux's own Helm. */
export const helmVersion = 'v4.2.4';

export const buildSetNames = [
  'kube',
  'flux',
  'flux-2.7',
  'aws',
  'providers',
  'registry',
  'kubectl',
  'opentofu',
  'validate',
] as const;

export type BuildSetName = (typeof buildSetNames)[number];

/** A Go program and its name in the cache. */
export interface Program {
  readonly package: string;
  readonly name: string;
}

/** A module that is built from a writable copy instead of the module cache, because something in it must change. */
export interface ModuleCopy {
  readonly module: string;
  readonly folder: string;
  /** Files to add, by path within the copy. @default none */
  readonly files?: Readonly<Record<string, string>>;
  /** Replacements in the module's files; each text must be there. @default none */
  readonly edits?: readonly { readonly file: string; readonly from: string; readonly to: string }[];
  /** Folder with a web application to build by Vite, from the packages that its own lock file pins. @default none */
  readonly web?: string;
  /** Service packages of the AWS provider that are kept. @default the module stays whole */
  readonly awsServices?: readonly string[];
}

/** A folder of a module that the programs need. */
export interface DataFolder {
  /** With a version, `module@v1.2.3`, if the pins have it in `go.sum` alone, because no program needs it. */
  readonly module: string;
  readonly from: string;
  /** Path within the set's folder in the cache. */
  readonly to: string;
}

/** Programs that are built together, from one `go.mod`. */
export interface BuildSet {
  readonly name: BuildSetName;
  /** What is built, for the progress lines. */
  readonly title: string;
  /** Folder with the `go.mod` and `go.sum` that pin every module. */
  readonly pins: string;
  /** Whether the programs' own sources lie in `pins`, too. @default false */
  readonly ownSources?: boolean;
  readonly programs: readonly Program[];
  /** @default none */
  readonly variables?: Readonly<Record<string, string>>;
  /** @default none */
  readonly copies?: readonly ModuleCopy[];
  /** @default none */
  readonly data?: readonly DataFolder[];
}

const pins = join(checkout, 'sandbox', 'pins');
const fluxOperator = 'github.com/controlplaneio-fluxcd/flux-operator';
const fluxCli = 'github.com/fluxcd/flux2/v2';
const awsProvider = 'github.com/hashicorp/terraform-provider-aws';
/** The services of the AWS provider that the stacks use, and `meta` and `sts`, which it requires. */
const providerServices = [
  'budgets',
  'ec2',
  'ecr',
  'eks',
  'events',
  'iam',
  'kms',
  'logs',
  'meta',
  's3',
  'sqs',
  'ssm',
  'sts',
];
/** What the operator says of itself in its web interface and in FluxReports, and whose definitions are compared with. */
const fluxOperatorVersion = 'v0.59.0';
const kubernetes = 'v1.36.3';
const kubernetesVersion = { 'k8s.io/component-base/version.gitVersion': kubernetes };

export const buildSets: Readonly<Record<BuildSetName, BuildSet>> = {
  kube: {
    name: 'kube',
    title: 'Kubernetes control plane, etcd, kwok, Flux Operator',
    pins: join(pins, 'kube'),
    programs: [
      { package: 'k8s.io/kubernetes/cmd/kube-apiserver', name: 'kube-apiserver' },
      { package: 'k8s.io/kubernetes/cmd/kube-controller-manager', name: 'kube-controller-manager' },
      { package: 'k8s.io/kubernetes/cmd/kube-scheduler', name: 'kube-scheduler' },
      { package: 'go.etcd.io/etcd/server/v3', name: 'etcd' },
      { package: 'sigs.k8s.io/kwok/cmd/kwok', name: 'kwok' },
      { package: `${fluxOperator}/cmd/operator`, name: 'flux-operator' },
      { package: `${fluxOperator}/cmd/cli`, name: 'flux-operator-cli' },
    ],
    variables: { ...kubernetesVersion, 'main.VERSION': fluxOperatorVersion },
    copies: [
      {
        module: fluxOperator,
        folder: 'flux-operator',
        web: 'web',
        // The web interface would listen on every interface of this machine.
        edits: [
          {
            file: 'internal/web/server.go',
            from: 'fmt.Sprintf(":%d", port)',
            to: 'fmt.Sprintf("127.0.0.1:%d", port)',
          },
        ],
      },
    ],
    data: [
      { module: fluxOperator, from: 'config', to: 'flux-operator/config' },
      { module: 'sigs.k8s.io/kwok', from: 'kustomize/stage', to: 'kwok/kustomize/stage' },
    ],
  },
  flux: {
    name: 'flux',
    title: `Flux ${fluxVersion}, helm, cosign`,
    // Those of the control plane and the operator, which share most of their modules: each package is compiled once.
    pins: join(pins, 'kube'),
    ownSources: true,
    programs: [
      ...controllers([
        'source-controller',
        'kustomize-controller',
        'helm-controller',
        'notification-controller',
        'image-reflector-controller',
        'image-automation-controller',
      ]),
      { package: 'github.com/fluxcd/source-watcher/v2/cmd', name: 'source-watcher' },
      { package: `${fluxCli}/cmd/flux`, name: 'flux' },
      { package: 'helm.sh/helm/v4/cmd/helm', name: 'helm' },
      { package: './cosign', name: 'cosign' },
    ],
    variables: { 'main.VERSION': fluxVersion, 'helm.sh/helm/v4/internal/version.version': helmVersion },
    copies: [
      {
        module: fluxCli,
        folder: 'flux2',
        // Upstream generates what `flux install` applies; here the operator installs Flux.
        files: { 'cmd/flux/manifests/none.yaml': '# The Flux Operator installs Flux.\n' },
      },
    ],
  },
  'flux-2.7': {
    name: 'flux-2.7',
    title: 'Flux controllers 2.7.3',
    pins: join(pins, 'flux-2.7'),
    programs: controllers(['source-controller', 'kustomize-controller', 'helm-controller']),
  },
  aws: {
    name: 'aws',
    title: `Terraform provider for AWS ${awsProviderVersion}`,
    pins: join(pins, 'aws'),
    programs: [{ package: awsProvider, name: `terraform-provider-aws_v${awsProviderVersion}` }],
    variables: { [`${awsProvider}/version.ProviderVersion`]: awsProviderVersion },
    copies: [
      {
        module: awsProvider,
        folder: 'terraform-provider-aws',
        awsServices: providerServices,
      },
    ],
  },
  providers: {
    name: 'providers',
    title: 'Terraform providers for Helm and Kubernetes, offline editions',
    pins: join(checkout, 'sandbox', 'providers'),
    ownSources: true,
    programs: [
      { package: './cmd/terraform-provider-helm', name: `terraform-provider-helm_v${helmProviderVersion}` },
      {
        package: './cmd/terraform-provider-kubernetes',
        name: `terraform-provider-kubernetes_v${kubernetesProviderVersion}`,
      },
    ],
  },
  registry: {
    name: 'registry',
    title: 'Registry (CNCF Distribution)',
    pins: join(pins, 'registry'),
    ownSources: true,
    programs: [{ package: 'sandbox/registry', name: 'registry' }],
    variables: { 'github.com/distribution/distribution/v3/version.version': 'v3.1.2' },
  },
  kubectl: {
    name: 'kubectl',
    title: 'kubectl',
    pins: join(pins, 'kube'),
    programs: [{ package: 'k8s.io/kubernetes/cmd/kubectl', name: 'kubectl' }],
    variables: kubernetesVersion,
  },
  opentofu: {
    name: 'opentofu',
    title: 'OpenTofu',
    pins: join(pins, 'opentofu'),
    programs: [{ package: 'github.com/opentofu/opentofu/cmd/tofu', name: 'tofu' }],
  },
  validate: {
    name: 'validate',
    title: 'kubeconform, Kyverno CLI, and the definitions that manifests are checked against',
    // The requirements of the Kyverno CLI, whose replacements count only here.
    pins: join(pins, 'validate'),
    programs: [
      { package: 'github.com/yannh/kubeconform/cmd/kubeconform', name: 'kubeconform' },
      { package: 'github.com/kyverno/kyverno/cmd/cli/kubectl-kyverno', name: 'kyverno' },
    ],
    data: [
      { module: `k8s.io/kubernetes@${kubernetes}`, from: 'api/openapi-spec', to: 'kubernetes/openapi-spec' },
      { module: 'k8s.io/api', from: '.', to: 'kubernetes/api' },
      { module: `${fluxOperator}@${fluxOperatorVersion}`, from: 'config', to: 'flux-operator' },
      ...definitions('cert-manager', 'github.com/cert-manager/cert-manager@v1.21.2', 'deploy/crds'),
      ...definitions(
        'prometheus-operator',
        'github.com/prometheus-operator/prometheus-operator@v0.85.0',
        'example/prometheus-operator-crd',
      ),
      ...definitions('flagger', 'github.com/fluxcd/flagger@v1.36.1', 'artifacts/flagger'),
      ...definitions(
        'external-secrets',
        'github.com/external-secrets/external-secrets@v1.3.2',
        'config/crds/bases',
      ),
      ...definitions('karpenter', 'github.com/aws/karpenter-provider-aws@v1.15.1', 'pkg/apis/crds'),
      ...definitions('kyverno', 'github.com/kyverno/kyverno', 'config/crds'),
      ...definitions('gateway-api', 'sigs.k8s.io/gateway-api@v1.7.0', 'config/crd/standard'),
      ...definitions(
        'traefik',
        'github.com/traefik/traefik/v3@v3.6.0',
        'docs/content/reference/dynamic-configuration',
      ),
      ...definitions('external-dns', 'sigs.k8s.io/external-dns@v0.23.0', 'config/crd/standard'),
    ],
  },
};

/** The custom resource definitions of a project. */
function definitions(project: string, module: string, from: string): readonly DataFolder[] {
  return [{ module, from, to: `definitions/${project}` }];
}

function controllers(names: readonly string[]): Program[] {
  return names.map((name) => ({ package: `github.com/fluxcd/${name}`, name }));
}

/** Flags of every `go build`: without inlining, builds take two thirds of the time. */
export function buildFlags(set: BuildSet): string[] {
  const variables = Object.entries(set.variables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
  return ['-trimpath', '-gcflags=all=-l', `-ldflags=${['-s', '-w', ...variables].join(' ')}`];
}
