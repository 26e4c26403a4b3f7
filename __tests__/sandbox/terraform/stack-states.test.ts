import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStackStates } from '../../../sandbox/src/terraform/stack-states.js';

describe('readStackStates', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'states-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('counts what Terraform manages, without data sources', () => {
    const resources = [
      { mode: 'managed', instances: [{}, {}] },
      { mode: 'data', instances: [{}] },
    ];
    writeFileSync(join(folder, 'network.tfstate'), JSON.stringify({ resources }));
    expect(readStackStates(folder)[0]).toEqual({ name: 'network', resources: 2 });
  });

  it('takes a stack without a state for one that is not deployed', () => {
    expect(readStackStates(folder).map(({ resources }) => resources)).toEqual([0, 0, 0, 0]);
  });
});
