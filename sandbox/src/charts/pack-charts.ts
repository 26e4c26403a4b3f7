import { cp, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { parse, stringify } from 'yaml';
import { checkout, state } from '../paths.js';
import { crdTemplate } from './crd-template.js';

/** A chart's metadata as in Chart.yaml. */
export interface ChartMetadata {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

/** A chart packed as Helm packs it. */
export interface PackedChart {
  readonly metadata: ChartMetadata;
  /** The archive on disk, `<name>-<version>.tgz`. */
  readonly file: string;
  readonly content: Buffer;
}

export interface PackChartsProps {
  /** Folder `config` of the Flux Operator's module; its CRDs become part of the chart flux-operator. */
  readonly fluxOperatorConfig: string;
  /** Folder of the charts. @default the sandbox's own charts */
  readonly source?: string;
  /** Where the archives go. @default `charts` in the sandbox's state folder */
  readonly target?: string;
}

/**
 * Patch releases of the operator's charts that the sandbox makes up, so that it has something to upgrade to. Their
 * operator is the same program.
 */
const patchReleases: Readonly<Record<string, readonly string[]>> = {
  'flux-operator': ['0.59.1'],
  'flux-instance': ['0.59.1'],
};

/** The time of every file in an archive, so that the same chart packs to the same bytes. */
const epoch = new Date('2020-01-01T00:00:00Z');

async function addOperatorCrds(chart: string, fluxOperatorConfig: string): Promise<void> {
  const bases = join(fluxOperatorConfig, 'crd', 'bases');
  const files = (await readdir(bases)).filter((name) => name.endsWith('.yaml')).sort();
  const definitions = await Promise.all(files.map(async (name) => await readFile(join(bases, name), 'utf8')));
  await writeFile(join(chart, 'templates', 'crds.yaml'), crdTemplate(definitions));
}

async function archive(parent: string, name: string): Promise<Buffer> {
  const entries = await readdir(join(parent, name), { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(parent.length + 1))
    .sort();
  await Promise.all(files.map(async (file) => await utimes(join(parent, file), epoch, epoch)));
  const tar = await execa('tar', ['-C', parent, '-cf', '-', ...files], {
    encoding: 'buffer',
    // Keeps macOS from adding files of its own to the archive.
    env: { COPYFILE_DISABLE: '1' },
  });
  return gzipSync(tar.stdout, { level: 9 });
}

async function pack(parent: string, name: string, target: string): Promise<PackedChart> {
  const metadata = parse(await readFile(join(parent, name, 'Chart.yaml'), 'utf8')) as ChartMetadata;
  const content = await archive(parent, name);
  const file = join(target, `${metadata.name}-${metadata.version}.tgz`);
  await writeFile(file, content);
  return { metadata, file, content };
}

async function setVersion(chartFile: string, version: string): Promise<void> {
  const metadata = parse(await readFile(chartFile, 'utf8')) as ChartMetadata;
  await writeFile(chartFile, stringify({ ...metadata, version, appVersion: `v${version}` }));
}

/** Packs every chart of the source folder, and gives them in the order of their names and versions. */
export async function packCharts(props: PackChartsProps): Promise<PackedChart[]> {
  const source = props.source ?? join(checkout, 'sandbox', 'charts');
  const target = props.target ?? state.charts;
  await mkdir(target, { recursive: true });
  const scratch = await mkdtemp(join(tmpdir(), 'infra-fleet-charts-'));
  try {
    const names = (await readdir(source, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const packed: PackedChart[] = [];
    for (const { name } of names.sort((a, b) => a.name.localeCompare(b.name))) {
      const chart = join(scratch, name);
      await cp(join(source, name), chart, { recursive: true });
      if (name === 'flux-operator') await addOperatorCrds(chart, props.fluxOperatorConfig);
      packed.push(await pack(scratch, name, target));
      for (const version of patchReleases[name] ?? []) {
        await setVersion(join(chart, 'Chart.yaml'), version);
        packed.push(await pack(scratch, name, target));
      }
    }
    return packed;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
