import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, pidOf, type, typed } from './support/sandbox-shell';

/** The sync interval is 10 s; applying what was fetched comes on top of it. */
const secondsToArrive = 40;

let clone: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'infra-fleet-clone-'));
  typed(`git clone --quiet "$SANDBOX_GIT_URL" ${clone}`);
});
afterAll(() => rmSync(clone, { recursive: true }));

function push(change: string): void {
  const author = '-c user.name=e2e -c user.email=e2e@example.invalid';
  typed(
    `cd ${clone} && ${change} && git add --all && git ${author} commit --quiet -m change && git push --quiet`,
  );
}

const message = `kubectl get configmap pushed -n applications -o jsonpath='{.data.message}'`;

test('a pushed commit arrives within the sync interval', async () => {
  push(
    `printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: pushed, namespace: applications}\\ndata: {message: "\${AWS_REGION}"}\\n'` +
      ` > gitops/infrastructure/pushed.yaml && printf '  - pushed.yaml\\n' >> gitops/infrastructure/kustomization.yaml`,
  );
  await eventually(
    secondsToArrive,
    () => type(message).output,
    (seen) => seen === 'eu-west-2',
  );
});

test('what a commit removes is pruned', async () => {
  push('git revert --no-commit HEAD');
  await eventually(
    secondsToArrive,
    () => type(message).status,
    (status) => status !== 0,
  );
});

test('a commit is not lost when a controller is killed meanwhile', async () => {
  process.kill(pidOf('kustomize-controller'), 'SIGKILL');
  push('printf "# changed\\n" >> gitops/infrastructure/namespaces.yaml');
  const head = typed(`git -C ${clone} rev-parse HEAD`).trim();
  const applied = `kubectl get kustomization infrastructure -n flux-system -o jsonpath='{.status.lastAppliedRevision}'`;
  await eventually(
    120,
    () => type(applied).output,
    (revision) => revision.endsWith(head),
  );
});
