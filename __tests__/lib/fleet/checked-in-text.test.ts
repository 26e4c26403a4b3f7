import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkedInText } from '../../../lib/fleet/checked-in-text';

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
