import { stringify } from 'yaml';
import { type, typed } from './support/sandbox-shell';

/** The Job that the chart flux-instance makes with `healthcheck.enabled`, for an instance that may not exist. */
function healthCheck(job: string, instance: string): string {
  const args = ['wait', 'instance', instance, '--namespace=flux-system', '--timeout=10s'];
  return stringify({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: job, namespace: 'flux-system' },
    spec: {
      backoffLimit: 0,
      template: {
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: 'flux-operator',
          containers: [
            { name: 'healthcheck', image: 'ghcr.io/controlplaneio-fluxcd/flux-operator-cli:v0.59.0', args },
          ],
        },
      },
    },
  });
}

function run(job: string, instance: string, condition: string): number | null {
  typed(`kubectl apply -f - <<'END'\n${healthCheck(job, instance)}END`);
  return type(`kubectl wait job/${job} -n flux-system --for=condition=${condition} --timeout=60s`).status;
}

afterAll(() => typed('kubectl delete jobs --all -n flux-system --wait=false'));

test('the check of a Ready instance completes', () => {
  expect(run('check-flux', 'flux', 'Complete')).toBe(0);
});

test('the check of an instance that does not exist fails: it was really run', () => {
  expect(run('check-nothing', 'nothing', 'Failed')).toBe(0);
});
