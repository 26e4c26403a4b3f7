import { existsSync } from 'node:fs';
import { execa } from 'execa';
import type { StackName } from '../../../lib/terraform/contracts';
import { askAws, inventory } from '../../e2e/support/aws-inventory';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';
import { kubeconfig } from '../../e2e-flux/support/cluster';

const fleet = 'sandbox';
const cluster = `infra-fleet-${fleet}`;

/** Something that exists, by what its state would call it. */
export interface Existing {
  readonly kind: string;
  /** The provider's id of it. */
  readonly id: string;
  /** What tells it from another one that was made in its place. */
  readonly birth?: string;
}

/** Everything of the sandbox's fleet that exists in AWS and in its cluster and that Terraform makes. */
export async function existing(): Promise<readonly Existing[]> {
  const inAws = Object.entries(inventory(fleet)).flatMap(([kind, ids]) => ids.map((id) => ({ kind, id })));
  const hasCluster = inAws.some(({ kind }) => kind === 'clusters');
  return [
    ...inAws.filter(({ kind }) => kind !== 'clusters'),
    ...keys(),
    ...(hasCluster ? ofCluster() : []),
    ...(hasCluster && existsSync(kubeconfig) ? await inCluster() : []),
  ];
}

/** What exists and no state knows. */
export function unknownTo(
  states: ReadonlyMap<StackName, string>,
  found: readonly Existing[],
): readonly Existing[] {
  const known = new Set([...states.values()].flatMap(idsIn));
  return found.filter(({ id }) => !known.has(id));
}

export function describe({ kind, id }: Existing): string {
  return `${kind} ${id}`;
}

interface State {
  readonly resources?: readonly {
    readonly mode: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, unknown>> | null }[];
  }[];
}

function idsIn(text: string): unknown[] {
  if (text === '') return [];
  return ((JSON.parse(text) as State).resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ instances }) => instances)
    .map(({ attributes }) => attributes?.id);
}

/** Keys that are not on their way out; AWS lists those too for days. */
function keys(): Existing[] {
  const tagged = `ResourceTagMappingList[?Tags[?Key=='Environment' && Value=='${fleet}']].ResourceARN`;
  const [arns] = askAws<readonly string[]>([
    ['resourcegroupstaggingapi', 'get-resources', '--resource-type-filters', 'kms:key', '--query', tagged],
  ]);
  const states = askAws<string>(
    (arns ?? []).map((arn) => ['kms', 'describe-key', '--key-id', arn, '--query', 'KeyMetadata.KeyState']),
  );
  return (arns ?? [])
    .filter((_, index) => states[index] !== 'PendingDeletion')
    .map((arn) => ({ kind: 'keys', id: arn.slice(arn.lastIndexOf('/') + 1) }));
}

/** The cluster, its node groups and its add-ons. */
function ofCluster(): Existing[] {
  const of = ['--cluster-name', cluster, '--query'];
  const [created, groups, addons] = askAws<string | readonly string[]>([
    ['eks', 'describe-cluster', '--name', cluster, '--query', 'cluster.createdAt'],
    ['eks', 'list-nodegroups', ...of, 'nodegroups'],
    ['eks', 'list-addons', ...of, 'addons'],
  ]) as [string, readonly string[], readonly string[]];
  const births = askAws<string>(
    groups.map((name) => [
      'eks',
      'describe-nodegroup',
      '--nodegroup-name',
      name,
      ...of,
      'nodegroup.createdAt',
    ]),
  );
  return [
    { kind: 'clusters', id: cluster, birth: created },
    ...groups.map((name, index) => ({
      kind: 'node-groups',
      id: `${cluster}:${name}`,
      birth: births[index] ?? undefined,
    })),
    ...addons.map((name) => ({ kind: 'addons', id: `${cluster}:${name}` })),
  ];
}

const namespace = 'flux-system';

/** The namespace of Flux, and what Terraform makes in it. */
async function inCluster(): Promise<Existing[]> {
  const isThere = (await read(['namespace', namespace, '--output=name'])).trim() !== '';
  if (!isThere) return [];
  const releases = await helmReleases();
  const outputs = await read(['configmap', 'terraform-outputs', `--namespace=${namespace}`, '--output=name']);
  return [
    { kind: 'namespaces', id: namespace },
    ...releases.map(({ name }) => ({ kind: 'helm-releases', id: name })),
    ...(outputs.trim() === '' ? [] : [{ kind: 'config-maps', id: `${namespace}/terraform-outputs` }]),
  ];
}

/** The newest revision of every Helm release of Flux. */
export async function helmReleases(): Promise<readonly { readonly name: string; readonly status: string }[]> {
  const columns =
    'jsonpath={range .items[*]}{.metadata.labels.name} {.metadata.labels.version} {.metadata.labels.status}{"\\n"}{end}';
  const lines = await read([
    'secrets',
    `--namespace=${namespace}`,
    '--selector=owner=helm',
    `--output=${columns}`,
  ]);
  const newest = new Map<string, { readonly version: number; readonly status: string }>();
  for (const line of lines.trim().split('\n').filter(Boolean)) {
    const [name = '', version = '', status = ''] = line.split(' ');
    if (Number(version) > (newest.get(name)?.version ?? 0))
      newest.set(name, { version: Number(version), status });
  }
  return [...newest]
    .filter(([name]) => ['flux-operator', 'flux-instance'].includes(name))
    .map(([name, { status }]) => ({ name, status }));
}

async function read(what: readonly string[]): Promise<string> {
  const env = { ...shellEnvironment(), KUBECONFIG: kubeconfig };
  const { stdout } = await execa('kubectl', ['get', ...what, '--ignore-not-found'], {
    env,
    extendEnv: false,
  });
  return stdout;
}
