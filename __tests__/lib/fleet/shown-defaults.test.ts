import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadFleet } from '../../../lib/fleet/load';
import { valueAt } from '../../../lib/validation/path';
import { providerVersions } from '../../../lib/terraform/versions';
import { checkout } from '../../support/synth';

/** A key of fleet/dev.yaml that is commented out. */
interface ShownKey {
  /** Dotted. */
  readonly path: string;
  readonly value: unknown;
}

/** The keys that are commented out and have a value, without those below a key that the file has, in another form. */
function shownKeys(text: string): readonly ShownKey[] {
  const parents: { readonly indent: number; readonly key: string; readonly isShown: boolean }[] = [];
  const active = new Set<string>();
  return text.split('\n').flatMap((line): readonly ShownKey[] => {
    const isShown = /^ *# /.test(line);
    const [, space = '', key, rest = ''] =
      /^( *)([A-Za-z]\w*):(?: (.*))?$/.exec(line.replace(/^( *)# /, '$1')) ?? [];
    if (key === undefined) return [];
    while ((parents.at(-1)?.indent ?? -1) >= space.length) parents.pop();
    parents.push({ indent: space.length, key, isShown });
    const paths = parents.map((_, index) =>
      parents
        .slice(0, index + 1)
        .map((parent) => parent.key)
        .join('.'),
    );
    const path = paths.at(-1)!;
    if (!isShown) active.add(path);
    const isOtherForm = parents.some((parent, index) => parent.isShown && active.has(paths[index]!));
    const value: unknown = parse(rest);
    return isShown && !isOtherForm && value !== null ? [{ path, value }] : [];
  });
}

const text = readFileSync(join(checkout, 'fleet', 'dev.yaml'), 'utf8');
const fleet = loadFleet({ env: {} });
const pins = {
  'versions.awsProvider': providerVersions.aws,
  'versions.helmProvider': providerVersions.helm,
  'versions.kubernetesProvider': providerVersions.kubernetes,
};
const defaults = shownKeys(text).map(({ path, value }) => ({
  path,
  value,
  actual: path in pins ? pins[path as keyof typeof pins] : valueAt(fleet, path.split('.')),
}));

/** What a fleet has none of, or that follows from another key, and what is below it. */
const withoutDefault = [
  'aws.permissionsBoundary',
  'network.podCidr',
  'network.existing',
  'network.peers',
  'cluster.nodeGroup.releaseVersion',
  'cluster.nodeGroup.zones',
  'cluster.nodeGroup.capacityReservation',
  'cluster.nodeGroup.userData',
  'cluster.nodeGroups',
  'cluster.access.',
  'cluster.addons.versions',
  'cluster.addons.more',
  'cluster.podIdentities',
  'registry.cacheCredentials',
  'budget',
  'flux.sync.provider',
  'flux.sync.owner',
  'flux.sync.repository',
  'flux.sync.host',
  'flux.sync.checkout',
  'flux.sync.caFile',
  'flux.sync.pullSecret',
  'flux.sync.verify',
  'flux.decryption',
  'flux.imageAutomation',
  'flux.variables',
];

test.each(defaults.filter(({ actual }) => actual !== undefined))(
  'the commented-out $path shows its default',
  ({ value, actual }) => {
    expect(value).toEqual(actual);
  },
);

test('only keys without a default show an example', () => {
  const examples = defaults.filter(({ actual }) => actual === undefined).map(({ path }) => path);
  expect(examples.filter((path) => !withoutDefault.some((key) => path.startsWith(key)))).toEqual([]);
});
