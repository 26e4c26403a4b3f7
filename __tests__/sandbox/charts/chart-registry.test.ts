import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parse } from 'yaml';
import { ChartRegistry } from '../../../sandbox/src/charts/chart-registry.js';
import { chartArtifact, manifestType } from '../../../sandbox/src/charts/oci-artifact.js';
import { packCharts, type PackedChart } from '../../../sandbox/src/charts/pack-charts.js';

const root = mkdtempSync(join(tmpdir(), 'charts-'));
const config = join(root, 'config');
let charts: PackedChart[];
let registry: ChartRegistry;

interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string; readonly mediaType: string }[];
}

beforeAll(async () => {
  mkdirSync(join(config, 'crd', 'bases'), { recursive: true });
  writeFileSync(
    join(config, 'crd', 'bases', 'a.yaml'),
    'kind: CustomResourceDefinition\nmetadata: { name: a }\n',
  );
  charts = await packCharts({ fluxOperatorConfig: config, target: join(root, 'packed') });
  registry = new ChartRegistry({ charts, portFile: join(root, 'port') });
  await registry.start();
});

afterAll(async () => {
  await registry.stop();
  rmSync(root, { recursive: true });
});

function chart(name: string): PackedChart {
  const found = charts.find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`no chart ${name}`);
  return found;
}

async function read(path: string, method = 'GET'): Promise<Response> {
  return await fetch(registry.httpUrl.replace(/\/charts$/, path), { method });
}

test('all charts are packed', () => {
  expect(charts.map(({ metadata }) => `${metadata.name} ${metadata.version}`)).toEqual([
    'flux-instance 0.59.0',
    'flux-instance 0.59.1',
    'flux-operator 0.59.0',
    'flux-operator 0.59.1',
    'hello 1.0.0',
  ]);
});

test('an archive holds the chart below its name, the operator’s with its definitions', async () => {
  const { stdout } = await execa('tar', ['-tzf', chart('flux-operator').file]);
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining(['flux-operator/Chart.yaml', 'flux-operator/templates/crds.yaml']),
  );
});

test('the same charts pack to the same bytes', async () => {
  const again = await packCharts({ fluxOperatorConfig: config, target: join(root, 'again') });
  expect(again.map(({ content }) => content)).toEqual(charts.map(({ content }) => content));
});

test('an OCI client finds a chart by its version', async () => {
  const response = await read('/v2/charts/hello/manifests/1.0.0');
  expect(response.headers.get('content-type')).toBe(manifestType);
});

test('the layer of a chart is its archive', async () => {
  const manifest = (await (await read('/v2/charts/hello/manifests/1.0.0')).json()) as Manifest;
  const layer = await read(`/v2/charts/hello/blobs/${manifest.layers[0]?.digest ?? ''}`);
  expect(Buffer.from(await layer.arrayBuffer())).toEqual(chart('hello').content);
});

test('the config of a chart is its metadata', async () => {
  const manifest = (await (await read('/v2/charts/hello/manifests/1.0.0')).json()) as Manifest;
  const blob = await read(`/v2/charts/hello/blobs/${manifest.config.digest}`);
  expect(await blob.json()).toMatchObject({ name: 'hello', version: '1.0.0' });
});

test('a manifest is found by its digest too', async () => {
  const { digest } = chartArtifact(chart('hello')).manifest;
  expect(
    (await read(`/v2/charts/hello/manifests/${digest}`, 'HEAD')).headers.get('docker-content-digest'),
  ).toBe(digest);
});

test('the tags of a chart are its versions', async () => {
  expect(await (await read('/v2/charts/hello/tags/list')).json()).toEqual({
    name: 'charts/hello',
    tags: ['1.0.0'],
  });
});

test('a version with build metadata becomes a tag without a plus', () => {
  const built = { ...chart('hello'), metadata: { name: 'hello', version: '1.0.0+abc' } };
  expect(chartArtifact(built).tag).toBe('1.0.0_abc');
});

test('an unknown chart is told in the registry’s own words', async () => {
  const response = await read('/v2/charts/nowhere/tags/list');
  expect([response.status, await response.json()]).toEqual([
    404,
    { errors: [{ code: 'NAME_UNKNOWN', message: 'charts/nowhere is not in this registry' }] },
  ]);
});

test('nothing can be pushed', async () => {
  expect((await read('/v2/charts/hello/manifests/2.0.0', 'PUT')).status).toBe(405);
});

test('the index of the classic repository leads to the archives', async () => {
  const index = parse(await (await read('/charts/index.yaml')).text()) as {
    entries: Record<string, { urls: string[] }[]>;
  };
  const archive = await fetch(index.entries.hello?.[0]?.urls[0] ?? '');
  expect(Buffer.from(await archive.arrayBuffer())).toEqual(readFileSync(chart('hello').file));
});
