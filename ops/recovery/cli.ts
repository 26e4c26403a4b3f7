import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { clusterOf, fleetNamed } from '../cluster/fleet-cluster';
import { recoverReleases } from './helm-release';

// For trials, in the folder of a stack: jiti ops/recovery/cli.ts <plan.json>
void recoverReleases({
  planJson: readFileSync(process.argv[2]!, 'utf8'),
  cluster: clusterOf(fleetNamed(undefined)),
  terraform: (...args) => {
    const { status } = spawnSync(process.env.INFRA_FLEET_TERRAFORM!, args, { stdio: 'inherit' });
    return Promise.resolve(status ?? 1);
  },
  say: (line) => console.log(line),
  signal: new AbortController().signal,
}).then((isChanged) => console.log(`plan again: ${isChanged}`));
