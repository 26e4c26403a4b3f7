import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildKey } from '../../../sandbox/src/build/build-key.js';
import { buildFlags, type BuildSet, buildSets } from '../../../sandbox/src/build/build-sets.js';

describe('buildKey', () => {
  let pins: string;
  let set: BuildSet;

  beforeEach(() => {
    pins = mkdtempSync(join(tmpdir(), 'pins-'));
    writeFileSync(join(pins, 'go.mod'), 'module example\n');
    writeFileSync(join(pins, 'go.sum'), '');
    set = { name: 'flux', title: 'Example', pins, programs: [{ package: 'example/cmd', name: 'cmd' }] };
  });

  afterEach(() => rmSync(pins, { recursive: true }));

  it('is the same for the same pins in another folder', () => {
    const other = mkdtempSync(join(tmpdir(), 'pins-'));
    writeFileSync(join(other, 'go.mod'), 'module example\n');
    writeFileSync(join(other, 'go.sum'), '');
    expect(buildKey({ ...set, pins: other })).toBe(buildKey(set));
    rmSync(other, { recursive: true });
  });

  it('changes with the pins', () => {
    const before = buildKey(set);
    writeFileSync(join(pins, 'go.sum'), 'example v1 h1:x\n');
    expect(buildKey(set)).not.toBe(before);
  });

  it('changes with the flags', () => {
    expect(buildKey({ ...set, variables: { version: '2' } })).not.toBe(buildKey(set));
  });

  it('changes with our own sources', () => {
    const own = { ...set, ownSources: true };
    const before = buildKey(own);
    mkdirSync(join(pins, 'cmd'));
    writeFileSync(join(pins, 'cmd', 'main.go'), 'package main\n');
    expect(buildKey(own)).not.toBe(before);
  });

  it('does not change with tests of our own sources', () => {
    const own = { ...set, ownSources: true };
    const before = buildKey(own);
    writeFileSync(join(pins, 'main_test.go'), 'package main\n');
    expect(buildKey(own)).toBe(before);
  });
});

describe('buildFlags', () => {
  it('gives Kubernetes its version, without which clients cannot parse it', () => {
    expect(buildFlags(buildSets.kube).join(' ')).toContain(
      '-X k8s.io/component-base/version.gitVersion=v1.36.3',
    );
  });
});
