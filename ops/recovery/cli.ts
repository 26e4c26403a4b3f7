import { readFileSync } from 'node:fs';
import { clusterOf, fleetNamed } from '../cluster/fleet-cluster';
import { recoverReleases } from './helm-release';

const changed = recoverReleases({
  planJson: readFileSync(process.argv[2]!, 'utf8'),
  cluster: clusterOf(fleetNamed(undefined)),
  say: (line) => console.log(line),
  signal: new AbortController().signal,
});
void changed.then((hasChanged) => console.log(`changed: ${hasChanged}`));
