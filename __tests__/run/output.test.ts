import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { removeSynthesized, synthesize, type SynthProps } from '../support/synth';

const before = { ...process.env };
const folder = mkdtempSync(join(tmpdir(), 'infra-fleet-synth-'));

afterEach(() => {
  process.env = { ...before };
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  removeSynthesized();
});

/** What the app writes when each of its sources is compiled by itself, by the compiler of these tests. */
async function writtenBySources({ fleet, overrides = '' }: SynthProps): Promise<Map<string, string>> {
  const outdir = join(folder, 'out');
  Object.assign(process.env, {
    FLEET: fleet,
    FLEET_OVERRIDES: overrides,
    FLEET_LOCAL_OVERRIDES: '',
    CDKTF_OUTDIR: outdir,
  });
  await jest.isolateModulesAsync(async () => {
    await import('../../main.js');
  });
  return filesIn(outdir);
}

function filesIn(root: string): Map<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.sort().map((path) => [relative(root, path), readFileSync(path, 'utf8')]));
}

test.each<SynthProps>([
  { fleet: 'dev' },
  { fleet: 'prod' },
  { fleet: 'prod', overrides: 'ops/scan/every-choice.yaml' },
])('the bundle writes byte by byte what its sources write: %p', async (props) => {
  const { outdir } = synthesize(props);
  expect(filesIn(outdir)).toEqual(await writtenBySources(props));
});
