import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trustedAuthorities } from '../../../sandbox/src/registry/certificate.js';

const folder = mkdtempSync(join(tmpdir(), 'authorities-'));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

afterAll(() => rmSync(folder, { recursive: true }));

test('clients of the registry trust its authority beside those that the machine trusts', () => {
  const [own, machine] = [write('own.crt', 'own\n'), write('machine.crt', 'machine')];
  expect(trustedAuthorities(own, machine)).toBe('machine\nown\n');
});
