import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkout } from '../support/synth';

test.each(['nothing', 'guard --nothing', 'guard --from nothing', 'guard --from HEAD --fleet nothing'])(
  'ops %s is called wrongly, which no answer of the guard looks like',
  (command) => {
    expect(spawnSync(join(checkout, 'ops/bin/ops'), command.split(' ')).status).toBe(64);
  },
);
