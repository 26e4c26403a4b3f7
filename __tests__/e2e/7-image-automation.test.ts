import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { locateBinaries } from '../../sandbox/src/build/binaries.js';
import { checkout } from '../support/synth';
import { type, typed } from './support/sandbox-shell';

/**
 * The sandbox's Flux has no controllers of image automation, so no registry is scanned here and nothing is committed: these
 * tests check the objects alone, against the definitions of the Flux release that the sandbox runs.
 */
const release = 'v2.9.5';
const controllers = ['image-reflector-controller', 'image-automation-controller'];

let folder: string;
let added: readonly string[];

function definitions(controller: string): { name: string; text: string }[] {
  const file = join(locateBinaries().fluxOperatorData, 'flux', release, `${controller}.yaml`);
  return parseAllDocuments(readFileSync(file, 'utf8'))
    .filter((document) => document.get('kind') === 'CustomResourceDefinition')
    .map((document) => ({ name: String(document.getIn(['metadata', 'name'])), text: String(document) }));
}

/** Asks the API server whether it would take some manifests, and changes nothing. */
function dryRun(manifests: string) {
  const file = join(folder, 'manifests.yaml');
  writeFileSync(file, manifests);
  return type(`kubectl apply --server-side --dry-run=server --validate=strict -f ${file}`);
}

/** What kustomize makes of the folder, with the variables that Flux would fill in. */
function imageAutomation(): string {
  return typed(`kubectl kustomize ${join(checkout, 'gitops/image-automation')}`).replaceAll(
    /\$\{([A-Z_]+)\}/g,
    (_, name: string) => (name === 'SYNC_URL' ? 'ssh://git@example.com/fleet.git' : 'registry.example.com'),
  );
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'infra-fleet-image-automation-'));
  const missing = controllers
    .flatMap(definitions)
    .filter(({ name }) => type(`kubectl get crd ${name}`).status !== 0);
  added = missing.map(({ name }) => name);
  const file = join(folder, 'definitions.yaml');
  writeFileSync(file, missing.map(({ text }) => text).join('---\n'));
  if (added.length > 0) {
    typed(`kubectl create -f ${file} && kubectl wait --for=condition=Established --timeout=60s -f ${file}`);
  }
});
afterAll(() => {
  if (added.length > 0) typed(`kubectl delete crd ${added.join(' ')}`);
  rmSync(folder, { recursive: true });
});

test('the API server takes every object', () => {
  const { status, output } = dryRun(imageAutomation());
  const taken = output.split('\n').filter((line) => line.includes('serverside-applied'));
  expect({ status, taken: taken.length }).toEqual({ status: 0, taken: 4 });
});

test('an unknown field would be refused', () => {
  const { status, output } = dryRun(imageAutomation().replace('strategy: Setters', 'startegy: Setters'));
  expect({ refused: status !== 0, output }).toMatchObject({
    refused: true,
    output: expect.stringContaining('startegy') as string,
  });
});
