import { kubectl } from '../../e2e-flux/support/cluster';

/** One object as the API server has it. */
interface Seen {
  readonly uid: string;
  /** Whether something else owns it, so that its deletion follows. */
  readonly isOwned: boolean;
}

/** Everything in the cluster that may be deleted, by `Kind/namespace/name`. */
export type Snapshot = ReadonlyMap<string, Seen>;

/** What the guard does not list: what Kubernetes, Helm and Flux keep beside an object. */
const beside =
  /^(Event|Lease|Endpoints|EndpointSlice|IPAddress|HelmChart|ConfigMap\/\S+\/kube-root-ca\.crt$|ServiceAccount\/\S+\/default$|Secret\/\S+\/sh\.helm\.release)/;

/** Reads every object of every kind, without the guard's own code. */
export async function snapshot(): Promise<Snapshot> {
  const listed = await kubectl(['api-resources', '--verbs=list', '--output=name', '--no-headers']);
  const kinds = listed
    .split('\n')
    .filter((name) => name !== '' && !/^(events|leases|componentstatuses)|metrics/.test(name));
  const columns =
    'KIND:.kind,NS:.metadata.namespace,NAME:.metadata.name,UID:.metadata.uid,OWNERS:.metadata.ownerReferences[*].name';
  const options = [
    '--all-namespaces',
    '--ignore-not-found',
    `--output=custom-columns=${columns}`,
    '--no-headers',
  ];
  const lines = (await kubectl(['get', kinds.join(','), ...options])).split('\n').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [kind = '', namespace = '', name = '', uid = '', owners = ''] = line.trim().split(/\s+/);
      const id = [kind, namespace === '<none>' ? '' : namespace, name].filter(Boolean).join('/');
      return [id, { uid, isOwned: owners !== '<none>' }];
    }),
  );
}

/** The objects that were deleted between two snapshots, also if another one of the same name was created. */
export function deletedBetween(before: Snapshot, after: Snapshot): readonly string[] {
  return [...before]
    .filter(([name, { uid, isOwned }]) => !isOwned && !beside.test(name) && after.get(name)?.uid !== uid)
    .map(([name]) => name)
    .sort();
}
