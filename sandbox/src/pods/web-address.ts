import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { state } from '../paths.js';
import { forwarderFile } from './service-forwarders.js';
import { webPort } from './programs.js';

/** Address of the web interface of the Flux Operator in a cluster; undefined unless it answers. */
export async function webAddress(cluster: string): Promise<string | undefined> {
  const services = join(state.clusters, cluster, 'pods', 'services');
  try {
    const port = readFileSync(forwarderFile(services, 'flux-system/flux-operator', webPort), 'utf8').trim();
    const address = `http://127.0.0.1:${port}`;
    return (await fetch(address)).ok ? address : undefined;
  } catch {
    return undefined;
  }
}
