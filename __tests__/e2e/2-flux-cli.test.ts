import { typed, typedJson } from './support/sandbox-shell';

test.each([
  'flux version',
  'flux check',
  'flux get all',
  'flux get all -A',
  'flux get images all',
  'flux get sources git',
  'flux get kustomizations',
  'flux tree kustomization flux-system',
  'flux events',
  'flux logs',
  'flux logs --level=error',
  'flux logs --kind=Kustomization --name=flux-system',
  'flux logs --kind=Kustomization --name=applications',
  'flux reconcile source git flux-system',
  'flux reconcile kustomization flux-system',
  'flux build kustomization infrastructure --path gitops/infrastructure --kustomization-file gitops/clusters/sandbox/infrastructure.yaml --dry-run --recursive',
  'flux build kustomization flux-system --path gitops/clusters/sandbox --recursive --local-sources GitRepository/flux-system/flux-system=.,GitRepository/team-a/team-a=.',
  'flux diff kustomization flux-system --path gitops/clusters/sandbox',
  'flux trace configmap cluster-info -n applications',
  'flux suspend kustomization infrastructure',
  'flux resume kustomization infrastructure',
  'flux suspend kustomization applications',
  'flux resume kustomization applications',
  'kubectl get pods -n flux-system',
  'kubectl get pods -n applications',
  'flux uninstall --dry-run --silent',
])('%s', (command) => {
  expect(() => typed(command)).not.toThrow();
});

test('the CLI and the cluster agree on the version', () => {
  expect(typed('flux version')).toContain('distribution: flux-v2.9.5');
});

test('the logs that flux shows are those of the controllers', () => {
  expect(typed('flux logs')).toMatch(/GitRepository\/flux-system\.flux-system/);
});

interface Pods {
  readonly items: {
    readonly metadata: { readonly name: string };
    readonly status: { readonly containerStatuses: readonly { readonly imageID: string }[] };
  }[];
}

test('every controller of Flux is a process', () => {
  const { items } = typedJson<Pods>('kubectl get pods -n flux-system -o json');
  const simulated = items.filter(({ status }) =>
    status.containerStatuses.some(({ imageID }) => !imageID.startsWith('process://')),
  );
  expect(simulated.map(({ metadata }) => metadata.name)).toEqual([]);
});

test('no program of Flux is in the lines of what is simulated', () => {
  const lines = typed('make --silent sandbox-status').split('\n');
  const simulated = lines.filter((line) => line.includes('simulated'));
  expect({
    count: simulated.length > 0,
    flux: simulated.filter((line) => /controller|flux/i.test(line)),
  }).toEqual({
    count: true,
    flux: [],
  });
});
