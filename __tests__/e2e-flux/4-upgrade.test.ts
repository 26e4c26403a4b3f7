import {
  apply,
  everythingReady,
  kubectl,
  kubectlJson,
  list,
  seconds,
  until,
  type KubernetesObject,
} from './support/cluster';
import { missing, storedVersions, takeInventory } from './support/inventory';
import { inSeconds, measured } from './support/measured';

const from = '2.7.3';
const to = '2.9.5';
const namespace = 'flux-system';
const instanceName = ['fluxinstance/flux', `--namespace=${namespace}`];

interface FluxInstance extends KubernetesObject {
  readonly apiVersion: string;
  readonly metadata: KubernetesObject['metadata'] & {
    readonly generation: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly distribution: Readonly<Record<string, unknown>>;
    readonly components: readonly string[];
    readonly kustomize: { readonly patches: readonly { readonly patch: string }[] };
  };
  readonly status?: { readonly lastAppliedRevision?: string };
}

interface Managed {
  readonly metadata: { readonly managedFields?: readonly { readonly apiVersion: string }[] };
}

const image = 'image.toolkit.fluxcd.io/v1beta2';
/** Objects in versions that Flux 2.7 still serves and Flux 2.9 no longer has. They are suspended: nothing is to be scanned. */
const seeds = [
  {
    apiVersion: image,
    kind: 'ImageRepository',
    metadata: { name: 'upgrade', namespace },
    spec: { image: 'registry.invalid/upgrade', interval: '1m', suspend: true },
  },
  {
    apiVersion: image,
    kind: 'ImagePolicy',
    metadata: { name: 'upgrade', namespace },
    spec: { imageRepositoryRef: { name: 'upgrade' }, policy: { semver: { range: '1.x' } } },
  },
  {
    apiVersion: 'source.toolkit.fluxcd.io/v1beta2',
    kind: 'Bucket',
    metadata: { name: 'upgrade', namespace },
    spec: { bucketName: 'upgrade', endpoint: 'buckets.invalid', interval: '1m', suspend: true },
  },
];
const seedNames = seeds.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`);

/** Its Receiver gets Ready by the notification-controller alone, and the sandbox has none of 2.7. */
const notReadyBefore = ['Kustomization flux-system/notifications'];

let original: FluxInstance;

async function instance(): Promise<FluxInstance> {
  return await kubectlJson<FluxInstance>(['get', ...instanceName]);
}

/** Waits until the operator has brought Flux to a version and everything is Ready. @param except as in `everythingReady` */
async function runs(version: string, except: readonly string[] = []): Promise<void> {
  await until(`Flux ${version} to be applied`, 180, async () =>
    (await instance()).status?.lastAppliedRevision?.startsWith(`v${version}@`) === true ? true : undefined,
  );
  await everythingReady(180, except);
}

async function patch(spec: object): Promise<void> {
  await kubectl(['patch', ...instanceName, '--type=merge', `--patch=${JSON.stringify({ spec })}`]);
}

beforeAll(async () => {
  await everythingReady(120);
  original = await instance();
  const { apiVersion, kind, metadata, spec } = original;
  const { labels, annotations } = metadata;
  await kubectl(['delete', ...instanceName]);
  const components = [
    ...spec.components,
    ...['image-reflector-controller', 'image-automation-controller'].filter(
      (name) => !spec.components.includes(name),
    ),
  ];
  // The helm-controller of Flux 2.7 does not know this gate, and would not start.
  const isKnown = ({ patch }: { readonly patch: string }) =>
    !patch.includes('CancelHealthCheckOnNewRevision');
  const kustomize = { ...spec.kustomize, patches: spec.kustomize.patches.filter(isKnown) };
  await apply([
    {
      apiVersion,
      kind,
      metadata: { name: 'flux', namespace, labels, annotations },
      spec: { ...spec, components, kustomize, distribution: { ...spec.distribution, version: from } },
    },
  ]);
  await runs(from, notReadyBefore);
  await until('the Receiver to be applied', 60, async () => {
    const receivers = await list('receivers.notification.toolkit.fluxcd.io');
    return receivers.length > 0 ? true : undefined;
  });
  await apply(seeds);
});

afterAll(async () => {
  await kubectl(['delete', ...seedNames, `--namespace=${namespace}`, '--ignore-not-found']);
  await patch(original.spec);
  await runs(to);
});

test(`upgrade: Flux ${from} to ${to} prunes nothing, makes no pod anew and migrates what is stored`, async () => {
  const before = await takeInventory(true);
  const storedBefore = await storedVersions();
  const time = await seconds(async () => {
    await patch({ distribution: { version: to }, kustomize: original.spec.kustomize });
    await runs(to);
  });
  const after = await takeInventory(true);
  const storedAfter = await storedVersions();
  const pruned = [...missing(before.entries, after.entries), ...missing(before.objects, after.objects)];
  const madeAnew = missing(before.pods, after.pods);
  const migrated = Object.keys(storedBefore).filter(
    (name) => storedBefore[name]?.stored.join() !== storedAfter[name]?.stored.join(),
  );
  const notMigrated = Object.entries(storedAfter)
    .filter(([, { stored, storage }]) => stored.join() !== storage)
    .map(([name]) => name);
  measured(
    inSeconds(time),
    `${pruned.length} of ${before.entries.length} objects pruned`,
    `${madeAnew.length} of ${before.pods.length} workload pods made anew`,
    `${migrated.length} of ${Object.keys(storedAfter).length} CRDs migrated to another stored version`,
    `source-, kustomize- and helm-controller are real programs at both ends`,
  );
  expect({ pruned, madeAnew, notMigrated, migrated }).toEqual({
    pruned: [],
    madeAnew: [],
    notMigrated: [],
    migrated: [],
  });
});

test(`upgrade: no field of an object is kept in a version that ${to} replaces`, async () => {
  const { items } = await kubectlJson<{ items: Managed[] }>([
    'get',
    ...seedNames,
    `--namespace=${namespace}`,
    '--show-managed-fields',
  ]);
  const versions = items.flatMap(({ metadata }) =>
    (metadata.managedFields ?? []).map(({ apiVersion }) => apiVersion),
  );
  measured(`${items.length} objects`);
  expect(versions.filter((version) => version.endsWith('beta2'))).toEqual([]);
});
