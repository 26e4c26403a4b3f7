import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkedInText } from '../../../lib/fleet/checked-in-text';
import { parseFleet } from '../../../lib/fleet/parse';
import { configurationErrorOf, fixture } from './fixtures';

let folder: string;
let checkout: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checked-in-'));
  checkout = join(folder, 'checkout');
  mkdirSync(join(checkout, 'fleet'), { recursive: true });
  mkdirSync(join(folder, 'checkout-beside'));
  for (const file of ['secret', 'checkout/fleet/ca.pem', 'checkout-beside/ca.pem'])
    writeFileSync(join(folder, file), file);
});
afterEach(() => rmSync(folder, { recursive: true }));

function linked(target: string): ReturnType<typeof checkedInText> {
  symlinkSync(join(folder, target), join(checkout, 'link'));
  return checkedInText(checkout, target.endsWith('pem') ? 'link' : 'link/secret');
}

test('a link inside the checkout is followed', () => {
  expect(linked('checkout/fleet/ca.pem')).toBe('checkout/fleet/ca.pem');
});

test.each(['checkout-beside/ca.pem', '.'])('a link to %s, outside the checkout, is refused', (target) => {
  expect(linked(target)).toMatchObject({ problem: 'is a link to a file outside the checkout' });
});

test('a file that is too large is refused', () => {
  writeFileSync(join(checkout, 'large'), 'x'.repeat(1_048_577));
  expect(checkedInText(checkout, 'large')).toMatchObject({ problem: 'has 1048577 bytes, more than 1048576' });
});

test.each(['none', 'fleet'])('%s is no file', (path) => {
  expect(checkedInText(checkout, path)).toBeUndefined();
});

const ssh = 'url: ssh://git@git.example.com/fleet.git\n    auth: { kind: ssh, knownHostsFile: link }';
const oci = 'kind: oci\n    url: oci://ghcr.io/example/fleet\n    verify: { publicKeys: [link] }';

test.each([
  ['sync.caFile', 'url: https://git.example.com/fleet.git\n    caFile: link'],
  ['sync.auth.knownHostsFile', ssh],
  ['sync.verify.publicKeys[0]', oci],
])('flux.%s takes no link out of the checkout', (key, sync) => {
  symlinkSync(join(folder, 'secret'), join(checkout, 'link'));
  const text = fixture('valid', 'minimal.yaml').replace(/url: https.*/, sync);
  const load = () =>
    parseFleet({
      file: 'fleet/dev.yaml',
      environment: 'dev',
      text,
      env: {},
      checkedInText: (path) => checkedInText(checkout, path),
    });
  expect(configurationErrorOf(load).problems).toMatchObject([
    { path: `flux.${key}`, problem: 'is a link to a file outside the checkout' },
  ]);
});
