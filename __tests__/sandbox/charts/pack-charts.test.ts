import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { packCharts, type PackedChart } from '../../../sandbox/src/charts/pack-charts.js';

const root = mkdtempSync(join(tmpdir(), 'charts-'));
const config = join(root, 'config');
let charts: PackedChart[];

beforeAll(async () => {
  mkdirSync(join(config, 'crd', 'bases'), { recursive: true });
  writeFileSync(
    join(config, 'crd', 'bases', 'a.yaml'),
    'kind: CustomResourceDefinition\nmetadata: { name: a }\n',
  );
  charts = await packCharts({ fluxOperatorConfig: config, target: join(root, 'packed') });
});

afterAll(() => rmSync(root, { recursive: true }));

function chart(name: string): PackedChart {
  const found = charts.find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`no chart ${name}`);
  return found;
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
