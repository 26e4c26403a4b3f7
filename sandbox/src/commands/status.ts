import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { checkedRequests } from '../aws/models/checked-requests.js';
import {
  awsProviderVersion,
  fluxVersion,
  helmProviderVersion,
  helmVersion,
  kubernetesProviderVersion,
} from '../build/build-sets.js';
import { ownProviders } from '../build/provider-mirror.js';
import { state } from '../paths.js';
import { clusterName } from '../environment.js';
import { type FluxObjectState, readFluxObjects } from '../kubernetes/flux-objects.js';
import { pinnedModule, pinnedPackage } from '../build/pinned-versions.js';
import { type FluxController, readFluxControllers } from '../pods/flux-controllers.js';
import { requireRunningSandbox, type RunningSandbox } from '../machine/sandbox-tools.js';
import { webAddress } from '../pods/web-address.js';
import { readStackStates, type StackState } from '../terraform/stack-states.js';
import { columns, wrapped } from '../terminal/table.js';
import { findVersion, formatVersion } from '../machine/versions.js';

/** The kubeconfig of the administrator of a cluster of the sandbox. */
export function adminKubeconfig(cluster: string): string {
  return join(state.clusters, cluster, 'admin.kubeconfig');
}

/** `make sandbox-status`: prints the table, and tells whether every stack is applied and every object is Ready. */
export async function status(): Promise<boolean> {
  const sandbox = requireRunningSandbox();
  const stacks = readStackStates();
  const flux = await fluxOf(clusterName);
  const terraform = await terraformVersion(sandbox);
  const section = (title: string, rows: readonly (readonly string[])[]): string =>
    `${title}\n${columns(rows, '  ')}\n`;
  console.log(
    [
      section('Endpoints', await endpointRows(sandbox)),
      section('Stacks', stacks.map(stackRow)),
      section('Flux objects', fluxRows(flux)),
      section('AWS requests', await checkedRequests(sandbox.endpoints.aws)),
      section(
        'Flux controllers',
        flux.controllers.map(({ image, program }) => [image, program]),
      ),
      section('Versions', versionRows(terraform)),
      section('Real and simulated', realityRows()),
      section('Next', nextRows),
    ].join('\n'),
  );
  const applied = stacks.every(({ resources }) => resources > 0);
  const ready = flux.objects.length > 0 && flux.objects.every((object) => object.ready);
  if (!applied || !ready) console.log('Not everything is applied and Ready; see the rows above.');
  return applied && ready;
}

export interface FluxState {
  readonly objects: readonly FluxObjectState[];
  readonly controllers: readonly FluxController[];
  /** Why the objects can't be read. @default - they can */
  readonly problem?: string;
}

async function fluxOf(cluster: string): Promise<FluxState> {
  const kubeconfig = adminKubeconfig(cluster);
  if (!existsSync(kubeconfig))
    return { objects: [], controllers: [], problem: `no cluster ${cluster}: cdktf deploy network cluster` };
  try {
    return {
      objects: await readFluxObjects(kubeconfig),
      controllers: await readFluxControllers(kubeconfig),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { objects: [], controllers: [], problem: `the API server does not answer: ${reason}` };
  }
}

async function endpointRows({ endpoints }: RunningSandbox): Promise<string[][]> {
  return [
    ['AWS', endpoints.aws],
    ['Git', `${endpoints.git}, the remote sandbox of this checkout: git push sandbox`],
    ['Chat', `${endpoints.chat}, with what Flux has sent`],
    ['Registry', `${endpoints.registry.address}, charts at ${endpoints.charts.url}`],
    ['Web interface', (await webAddress(clusterName)) ?? 'none: the operator does not run, or serves none'],
    ['Kubernetes', `cluster ${clusterName}; for its address: aws eks describe-cluster, kubectl cluster-info`],
    ['State, logs', `${state.root}, ${state.logs}`],
  ];
}

function stackRow({ name, resources }: StackState): string[] {
  return [name, resources > 0 ? `applied, ${resources} resources` : 'not deployed'];
}

/** The width of the whole message of an object that is not Ready. */
const shownWidth = 90;

export function fluxRows({ objects, problem }: Pick<FluxState, 'objects' | 'problem'>): string[][] {
  if (problem !== undefined) return [[problem]];
  if (objects.length === 0) return [['none: cdktf deploy flux-operator, then cdktf deploy flux-instance']];
  return objects.map(({ kind, name, ready, message }) => [
    kind,
    name,
    `Ready=${ready ? 'True' : 'False'}`,
    ready ? shorten(message) : wrapped(message, shownWidth),
  ]);
}

function versionRows(terraform: string): string[][] {
  return [
    [
      'Kubernetes, etcd',
      `${pinnedModule('kube', 'k8s.io/kubernetes')}, ${pinnedModule('kube', 'go.etcd.io/etcd/server/v3')}`,
    ],
    ['Flux Operator', pinnedModule('kube', 'github.com/controlplaneio-fluxcd/flux-operator')],
    ['flux', fluxVersion],
    ['Terraform', terraform],
    [
      'Providers',
      `aws ${awsProviderVersion}, helm ${helmProviderVersion}, kubernetes ${kubernetesProviderVersion}`,
    ],
    ['Registry', pinnedModule('registry', 'github.com/distribution/distribution/v3')],
    ['helm, cosign', `${helmVersion}, ${pinnedModule('kube', 'github.com/sigstore/cosign/v3')}`],
    ['AWS emulator', `ministack ${pinnedPackage('ministack')}`],
    ['kwok', pinnedModule('kube', 'sigs.k8s.io/kwok')],
  ];
}

const realityRows = (): string[][] => [
  ['real', 'Terraform, the AWS provider, cdktf, aws CLI, kubectl'],
  ['real', 'kube-apiserver, kube-controller-manager, kube-scheduler, etcd'],
  [
    'real',
    'Flux Operator with its web interface; every controller of Flux, as a process on this machine; the flux CLI',
  ],
  ['real', 'Git over HTTP; the CNCF Distribution registry; charts pushed by helm and signed by cosign'],
  ...providerRows(),
  ['own', 'charts flux-operator and flux-instance, with the names and values of the published ones'],
  ['real', "every request to AWS is checked against AWS's own service models"],
  ['simulated', 'AWS (VPC, EKS, IAM, KMS, ...): an emulator; EKS is tied to the real control plane above'],
  ['simulated', 'nodes and all other pods: kwok'],
];

function providerRows(): string[][] {
  const own = ownProviders();
  return [
    { name: 'helm', title: 'Helm' },
    { name: 'kubernetes', title: 'Kubernetes' },
  ].map(({ name, title }) =>
    own.includes(name)
      ? ['own', `Terraform provider for ${title}: an offline edition with the published schema`]
      : ['real', `Terraform provider for ${title}`],
  );
}

const nextRows = [
  [
    'make sandbox-shell',
    'a shell in which cdktf, terraform, kubectl, flux, helm and aws talk to this sandbox',
  ],
  ['make sandbox-status', 'this table; exit code 0 only if everything is Ready'],
  ['make sandbox-down', 'stops everything and removes .sandbox'],
];

async function terraformVersion({ tools }: RunningSandbox): Promise<string> {
  const { stdout } = await execa(tools.terraform, ['version'], {
    env: { CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: undefined },
    reject: false,
  });
  const version = findVersion(stdout);
  return `${version === undefined ? 'unknown' : formatVersion(version)} (${tools.terraform})`;
}

function shorten(message: string): string {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
}
