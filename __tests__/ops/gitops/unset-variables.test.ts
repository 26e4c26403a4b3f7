import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { folderTree } from '../../../ops/gitops/source-tree';
import { unsetVariables, type UnsetVariables } from '../../../ops/gitops/unset-variables';

const folders: string[] = [];

afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

const fromContract = 'postBuild: {substituteFrom: [{kind: ConfigMap, name: terraform-outputs}]}';

const kustomization = (name: string, spec: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec: {sourceRef: {kind: GitRepository, name: flux-system}, ${spec}}
`;

const configMap = (name: string, value: string, more = '') =>
  `apiVersion: v1
kind: ConfigMap
metadata: {name: ${name}, namespace: default${more}}
data:
  # \${IN_A_COMMENT}
  key: ${value}
`;

/** What is found in the files of a repository whose root is the folder `root`. */
function findIn(files: Readonly<Record<string, string>>, postBuild = true): UnsetVariables {
  const folder = mkdtempSync(join(tmpdir(), 'unset-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const root = {
    kind: 'Kustomization',
    metadata: { name: 'flux-system', namespace: 'flux-system' },
    spec: {
      path: './root',
      ...(postBuild && {
        postBuild: { substituteFrom: [{ kind: 'ConfigMap', name: 'terraform-outputs' }] },
      }),
    },
  };
  return unsetVariables(folderTree(folder), root, {
    variables: { CLUSTER_NAME: 'fleet', VPC_ID: undefined },
    fleetFile: 'fleet/dev.yaml',
  });
}

/** The places alone. */
const placesIn = (...args: Parameters<typeof findIn>) =>
  findIn(...args).faults.map((fault) => fault.split(': ', 2).join(' ').split(' has ')[0]);

test('a variable that nobody sets is told with its file, line and remedy', () => {
  expect(findIn({ 'root/a.yaml': configMap('a', '${CLUSTER_NMAE}') }).faults).toEqual([
    'root/a.yaml:6: ${CLUSTER_NMAE} has no value, so Kustomization/flux-system/flux-system would fail. Did you mean CLUSTER_NAME? ' +
      'Set it under flux.variables in fleet/dev.yaml; give it a default, ${CLUSTER_NMAE:=...}; or write $${CLUSTER_NMAE} if it is text.',
  ]);
});

test.each(['${CLUSTER_NAME}', '${VPC_ID}', '${LEVEL:=info}', '$${LEVEL}'])('%s has no fault', (value) => {
  expect(findIn({ 'root/a.yaml': configMap('a', value) })).toEqual({ faults: [], unknowns: [] });
});

test.each(['annotations', 'labels'])('an object whose %s disable substitution has no fault', (marks) => {
  const marked = `, ${marks}: {kustomize.toolkit.fluxcd.io/substitute: disabled}`;
  expect(placesIn({ 'root/a.yaml': configMap('a', '${LEVEL}', marked) })).toEqual([]);
});

test('a patch can disable substitution', () => {
  const patch = [
    {
      op: 'add',
      path: '/metadata/annotations',
      value: { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' },
    },
  ];
  const patches = [{ target: { kind: 'ConfigMap', name: 'a' }, patch: JSON.stringify(patch) }];
  const files = {
    'root/kustomization.yaml': JSON.stringify({ resources: ['a.yaml', 'b.yaml'], patches }),
    'root/a.yaml': configMap('a', '${LEVEL}'),
    'root/b.yaml': configMap('b', '${LEVEL}'),
  };
  expect(placesIn(files)).toEqual(['root/b.yaml:6 ${LEVEL}']);
});

test('what a patch replaces has no fault', () => {
  const files = {
    'root/kustomization.yaml': 'resources: [a.yaml]\npatches: [path: patch.yaml]\n',
    'root/a.yaml': configMap('a', '${LEVEL}'),
    'root/patch.yaml': configMap('a', 'info'),
  };
  expect(placesIn(files)).toEqual([]);
});

test('what a patch brings in has its file and line', () => {
  const files = {
    'root/kustomization.yaml': 'resources: [a.yaml]\npatches: [path: patch.yaml]\n',
    'root/a.yaml': configMap('a', 'info'),
    'root/patch.yaml': configMap('a', '${LEVEL}'),
  };
  expect(placesIn(files)).toEqual(['root/patch.yaml:6 ${LEVEL}']);
});

test('a file in a generated ConfigMap is substituted too', () => {
  const files = {
    'root/kustomization.yaml': 'configMapGenerator: [{name: script, files: [run.sh]}]\n',
    'root/run.sh': '#!/bin/sh\necho ${HOME}\n',
  };
  expect(placesIn(files)).toEqual(['root/run.sh:2 ${HOME}']);
});

test('a component belongs to what uses it', () => {
  const files = {
    'root/kustomization.yaml': 'resources: [a.yaml]\ncomponents: [../component]\n',
    'root/a.yaml': configMap('a', 'info'),
    'component/kustomization.yaml': `patches: [{target: {kind: ConfigMap}, patch: '[{op: add, path: /data/x, value: "\${LEVEL}"}]'}]\n`,
  };
  expect(placesIn(files)).toEqual(['component/kustomization.yaml:1 ${LEVEL}']);
});

test('what no kustomization.yaml lists is not reconciled', () => {
  const files = {
    'root/kustomization.yaml': 'resources: []\n',
    'root/a.yaml': configMap('a', '${LEVEL}'),
  };
  expect(placesIn(files)).toEqual([]);
});

test('a Kustomization below the root is followed', () => {
  const files = {
    'root/apps.yaml': kustomization('apps', `path: './apps/\${CLUSTER_NAME}', ${fromContract}`),
    'apps/fleet/a.yaml': configMap('a', '${LEVEL}'),
  };
  expect(placesIn(files)).toEqual(['apps/fleet/a.yaml:6 ${LEVEL}']);
});

test('a Kustomization without postBuild substitutes nothing', () => {
  const files = {
    'root/apps.yaml': kustomization('apps', 'path: ./apps'),
    'apps/a.yaml': configMap('a', '${LEVEL}'),
  };
  expect(findIn(files)).toEqual({ faults: [], unknowns: [] });
});

test('a patch of the parent can give a Kustomization its variables', () => {
  const patch = JSON.stringify([
    { op: 'add', path: '/spec/postBuild', value: { substitute: { LEVEL: 'info' } } },
  ]);
  const patches = JSON.stringify([{ target: { kind: 'Kustomization' }, patch }]);
  const files = {
    'root/all.yaml': kustomization('all', `path: ./all, patches: ${patches}`),
    'all/apps.yaml': kustomization('apps', 'path: ./apps'),
    'apps/a.yaml': configMap('a', '${LEVEL}') + '---\n' + configMap('b', '${OTHER}'),
  };
  expect(placesIn(files)).toEqual(['apps/a.yaml:13 ${OTHER}']);
});

test('a ConfigMap of Git gives variables, whichever Kustomization applies it', () => {
  const from = 'postBuild: {substituteFrom: [{kind: ConfigMap, name: settings}]}';
  const files = {
    'root/apps.yaml': kustomization('apps', `path: ./apps, ${from}`),
    'root/settings.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: flux-system}\ndata: {LEVEL: info}\n',
    'apps/a.yaml': configMap('a', '${LEVEL} ${OTHER}'),
  };
  expect(placesIn(files)).toEqual(['apps/a.yaml:6 ${OTHER}']);
});

test('what a Secret that is not in Git may set is not known', () => {
  const from = 'postBuild: {substituteFrom: [{kind: Secret, name: settings}]}';
  const files = {
    'root/apps.yaml': kustomization('apps', `path: ./apps, ${from}`),
    'apps/a.yaml': configMap('a', '${LEVEL}'),
  };
  expect(findIn(files)).toEqual({
    faults: [],
    unknowns: [
      'whether apps/a.yaml:6: ${LEVEL} has a value for Kustomization/flux-system/apps: it may come from Secret/flux-system/settings, which is not in Git',
    ],
  });
});

test('a folder that is missing is told', () => {
  const files = { 'root/apps.yaml': kustomization('apps', `path: ./apps, ${fromContract}`) };
  expect(findIn(files).unknowns).toEqual([
    'which variables Kustomization/flux-system/apps needs: Git has no folder apps, which it applies',
  ]);
});

test('a Kustomization of another source is left out', () => {
  const tenant = kustomization('tenant', `path: ./tenant, ${fromContract}`).replace(
    'name: flux-system}, path',
    'name: tenant}, path',
  );
  const files = { 'root/tenant.yaml': tenant, 'tenant/a.yaml': configMap('a', '${LEVEL}') };
  expect(findIn(files)).toEqual({ faults: [], unknowns: [] });
});

test('a file that is no YAML is told', () => {
  expect(findIn({ 'root/a.yaml': 'a: [\n' }).unknowns).toEqual([
    'which variables root/a.yaml needs: it is not valid YAML',
  ]);
});
