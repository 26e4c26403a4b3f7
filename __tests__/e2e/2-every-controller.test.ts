import { withImages } from './support/canary-fleet';
import { eventually, typed, typedJson } from './support/sandbox-shell';

interface FluxInstance {
  readonly spec: { readonly components: readonly string[] };
}

interface Pods {
  readonly items: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly status: { readonly containerStatuses: readonly { readonly imageID: string }[] };
  }[];
}

const components = [...withImages, 'source-watcher'];
const instance = 'fluxinstance/flux --namespace=flux-system';
const ready = `kubectl wait ${instance} --for=condition=Ready --timeout=180s`;

let before: readonly string[];

function setComponents(names: readonly string[]): void {
  typed(
    `kubectl patch ${instance} --type=merge --patch='${JSON.stringify({ spec: { components: names } })}'`,
  );
}

function running(): string[] {
  const { items } = typedJson<Pods>(
    'kubectl get pods -n flux-system -l app.kubernetes.io/part-of=flux -o json',
  );
  return items
    .filter(({ status }) =>
      status.containerStatuses?.every(({ imageID }) => imageID.startsWith('process://')),
    )
    .map(({ metadata }) => metadata.labels.app ?? '')
    .sort();
}

beforeAll(async () => {
  before = typedJson<FluxInstance>(`kubectl get ${instance} -o json`).spec.components;
  setComponents(components);
  await eventually(120, running, (names) => names.length === components.length);
  typed(ready);
});
afterAll(async () => {
  setComponents(before);
  await eventually(120, running, (names) => names.length === before.length);
  typed(ready);
});

test('a controller that the component list names is a process', () => {
  expect(running()).toEqual([...components].sort());
});

test.each([
  'flux check --components-extra=image-reflector-controller,image-automation-controller,source-watcher',
  'flux get images all',
])('%s', (command) => {
  expect(() => typed(command)).not.toThrow();
});
