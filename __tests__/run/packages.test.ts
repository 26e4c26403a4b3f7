import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from '../support/synth';

jest.setTimeout(120_000);

const programs = [
  'main.ts',
  'ops/ops.ts',
  'ops/launcher/main.ts',
  'ops/commands/scan.ts',
  'ops/provisioners/wait-for-access.ts',
  'ops/provisioners/wait-for-flux.ts',
  'ops/provisioners/take-flux-back.ts',
  'ops/provisioners/uninstall-flux.ts',
  'sandbox/src/cli.ts',
  'sandbox/src/daemon.ts',
  'docs/import-picture.ts',
];

/** Loaded from its package (run/make-bundle.js). */
const notBundled = 'node_modules/cdktf/lib/private/fs.js';

function packagesOf(program: string): string[] {
  const script = `require('./run/make-bundle.js').makeBundle(require('path').resolve('${program}'))
    .then(({ state }) => console.log(JSON.stringify(Object.keys(state.files))))`;
  const { stdout } = spawnSync('node', ['-e', script], { cwd: checkout, encoding: 'utf8' });
  return (JSON.parse(stdout) as string[]).filter((file) => /node_modules.+\.[cm]?js$/.test(file));
}

test.each(programs)('no package in the bundle of %s asks for its own place', (program) => {
  const asking = packagesOf(program).filter((file) =>
    /\b(__dirname|__filename|import\.meta|require\.main)\b/.test(readFileSync(join(checkout, file), 'utf8')),
  );
  expect(asking).toEqual(asking.filter((file) => file === notBundled));
});
