import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RememberedFields } from '../../../sandbox/src/aws/remembered-fields.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remembered-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('fields outlive the process', () => {
  new RememberedFields(folder).set('cluster/a', { version: '1.36' });
  expect(new RememberedFields(folder).get('cluster/a')).toEqual({ version: '1.36' });
});

test('an unknown resource has no fields', () => {
  expect(new RememberedFields(folder).get('cluster/a')).toEqual({});
});

test('merged fields join those that are there', () => {
  const remembered = new RememberedFields(folder);
  remembered.set('a', { x: 1, y: 1 });
  remembered.merge('a', { y: 2 });
  expect(remembered.get('a')).toEqual({ x: 1, y: 2 });
});

test('a forgotten cluster takes its node groups along', () => {
  const remembered = new RememberedFields(folder);
  remembered.set('cluster/a/node-group/b', { x: 1 });
  remembered.forget('cluster/a');
  expect(remembered.get('cluster/a/node-group/b')).toEqual({});
});

test('a cluster of a longer name is not forgotten', () => {
  const remembered = new RememberedFields(folder);
  remembered.set('cluster/ab', { x: 1 });
  remembered.forget('cluster/a');
  expect(remembered.get('cluster/ab')).toEqual({ x: 1 });
});
