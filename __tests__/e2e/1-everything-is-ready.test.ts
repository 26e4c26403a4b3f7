import { stackNames } from '../../lib/terraform/contracts';
import { resourcesOf, type, typed, typedJson } from './support/sandbox-shell';

interface List {
  readonly items: {
    readonly kind: string;
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly status: { readonly conditions: { readonly type: string; readonly status: string }[] };
  }[];
}

function notReady(kinds: string): string[] {
  const { items } = typedJson<List>(`kubectl get ${kinds} -A -o json`);
  return items
    .filter(
      (item) =>
        !item.status.conditions.some(({ type: name, status }) => name === 'Ready' && status === 'True'),
    )
    .map((item) => `${item.kind}/${item.metadata.name}`);
}

test.each(stackNames)('the stack %s is applied', (stack) => {
  expect(resourcesOf(stack)).not.toEqual([]);
});

test.each(['fluxinstances', 'gitrepositories', 'ocirepositories', 'kustomizations', 'helmreleases'])(
  'all %s are Ready',
  (kind) => {
    expect(notReady(kind)).toEqual([]);
  },
);

test('there is at least one HelmRelease, so that the helm-controller has work', () => {
  expect(typedJson<List>('kubectl get helmreleases -A -o json').items).not.toEqual([]);
});

test('manifests in Git have the facts of the infrastructure', () => {
  expect(typed(`kubectl get configmap cluster-info -n applications -o jsonpath='{.data.cluster}'`)).toBe(
    'infra-fleet-sandbox',
  );
});

test('kubectl talks to the cluster that EKS describes', () => {
  const described = typed(
    'aws eks describe-cluster --name infra-fleet-sandbox --query cluster.endpoint --output text',
  );
  expect(typed('kubectl cluster-info')).toContain(described.trim());
});

test.each(stackNames)('a second plan of %s is empty', (stack) => {
  expect(typed(`cdktf diff ${stack}`)).toContain('No changes.');
});

test('status agrees', () => {
  expect(type('make --silent sandbox-status').status).toBe(0);
});

test('the controllers write logs that kubectl shows', () => {
  expect(typed('kubectl logs -n flux-system deployment/kustomize-controller --tail=5')).not.toBe('');
});
