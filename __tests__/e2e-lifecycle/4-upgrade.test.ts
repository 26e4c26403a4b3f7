import { dev, young } from './support/fleet';

/** The add-ons whose version is that of Kubernetes. */
const versioned = ['kube-proxy'];

/** What follows the version of the control plane. */
function versions() {
  const nodes = dev
    .kubectl(`get nodes --output jsonpath='{.items[*].status.nodeInfo.kubeletVersion}'`)
    .trim();
  const groups = dev.nodeGroups();
  return {
    cluster: dev.cluster().version,
    addons: versioned.map((name) => minorOf(dev.addonVersion(name))),
    groups: groups.map(({ version }) => version),
    images: groups.map(({ releaseVersion }) => minorOf(releaseVersion)),
    nodes: [...new Set(nodes.split(' ').map(minorOf))],
  };
}

function all(version: string): ReturnType<typeof versions> {
  const list = [version];
  return { cluster: version, addons: list, groups: list, images: list, nodes: list };
}

function minorOf(version: string): string {
  return /^v?(\d+\.\d+)\./.exec(version)?.[1] ?? version;
}

beforeAll(() => dev.begin(young));

test('before the upgrade, everything has the version of the control plane', () => {
  expect(versions()).toEqual(all('1.35'));
});

describe('an upgrade by one minor version', () => {
  let made: { readonly cluster: string; readonly groups: readonly string[] };
  const whenMade = () => ({
    cluster: dev.cluster().createdAt,
    groups: dev.nodeGroups().map(({ createdAt }) => createdAt),
  });

  beforeAll(() => {
    made = whenMade();
    dev.set({ cluster: { kubernetesVersion: '1.36' } });
    dev.run('deploy cluster');
  });

  test('takes add-ons, node groups and nodes along', () => expect(versions()).toEqual(all('1.36')));

  test('replaces neither the cluster nor a node group', () => expect(whenMade()).toEqual(made));

  test('leaves nothing to be changed', () => expect(dev.run('diff cluster')).toContain('No changes.'));
});
