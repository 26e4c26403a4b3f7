import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderTree } from '../../ops/gitops/source-tree';
import { unsetVariables } from '../../ops/gitops/unset-variables';
import { shellEnvironment } from './support/sandbox-shell';

let folder: string;

beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'unset-variables-'))));

afterAll(() => rmSync(folder, { recursive: true }));

const postBuild = { substitute: { SET: 'value' } };
const metadata = { name: 'flux-system', namespace: 'flux-system' };
const disabled = { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' };

const configMap = (value: string, marks = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', ...marks },
  data: { value },
});

/** Whether `flux build` refuses a folder with one ConfigMap because of its variables. */
function fluxRefuses(): boolean {
  const spec = { interval: '1m', prune: true, path: '.', sourceRef: { kind: 'GitRepository', name: 'x' } };
  const api = 'kustomize.toolkit.fluxcd.io/v1';
  const kustomization = { apiVersion: api, kind: 'Kustomization', metadata, spec: { ...spec, postBuild } };
  writeFileSync(join(folder, 'kustomization.txt'), JSON.stringify(kustomization));
  const options = ['--kustomization-file', 'kustomization.txt', '--dry-run', '--strict-substitute'];
  const { status, stderr } = spawnSync(
    'flux',
    ['build', 'kustomization', 'flux-system', '--in-memory-build', '--path', '.', ...options],
    { cwd: folder, env: shellEnvironment(), encoding: 'utf8' },
  );
  if (status !== 0 && !stderr.includes('variable substitution failed')) throw new Error(stderr);
  return status !== 0;
}

test.each([
  [configMap('${SET}')],
  [configMap('${UNSET}')],
  [configMap('${UNSET:=x}')],
  [configMap('${UNSET:-x}')],
  [configMap('${UNSET=x}')],
  [configMap('${UNSET:+x}')],
  [configMap('${UNSET:?x}')],
  [configMap('${UNSET-x}')],
  [configMap('${UNSET:=${OTHER}}')],
  [configMap('${UNSET:=${SET}}')],
  [configMap('${#UNSET}')],
  [configMap('${UNSET^^}')],
  [configMap('${UNSET:0:1}')],
  [configMap('${UNSET/a/b}')],
  [configMap('${UNSET%.x}')],
  [configMap('$${UNSET}')],
  [configMap('$$${UNSET}')],
  [configMap('$UNSET $(UNSET)')],
  [configMap('${ UNSET }')],
  [configMap('${a.b}')],
  [configMap('${}')],
  [configMap('a\nb ${UNSET}\n')],
  [configMap('${UNSET}', { annotations: disabled })],
  [configMap('${UNSET}', { labels: disabled })],
])('the flux CLI agrees about %j', (manifest) => {
  writeFileSync(join(folder, 'settings.yaml'), JSON.stringify(manifest));
  const root = { kind: 'Kustomization', metadata, spec: { path: '.', postBuild } };
  const { faults } = unsetVariables(folderTree(folder), root, { variables: {}, fleetFile: 'fleet/dev.yaml' });
  expect(faults.length > 0).toBe(fluxRefuses());
});
