import { freePort } from '../ports.js';

/** The loopback ports that stand for the ports of containers; no two containers get the same. */
export class PodPorts {
  private readonly taken = new Set<number>();

  async claim(): Promise<number> {
    let port = await freePort();
    while (this.taken.has(port)) port = await freePort();
    this.taken.add(port);
    return port;
  }

  release(ports: Iterable<number>): void {
    for (const port of ports) this.taken.delete(port);
  }
}
