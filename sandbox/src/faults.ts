import { existsSync, mkdirSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { LoopbackServer } from './loopback-server.js';
import { state } from './paths.js';
import type { Service } from './service.js';

/** What can be taken away on purpose, to see how Flux bears it. */
export const faultNames = ['git', 'charts'] as const;

export type FaultName = (typeof faultNames)[number];

/** Where a fault is in force: as long as a file of its name lies here. */
export interface FaultsProps {
  readonly servers: Readonly<Record<FaultName, Pick<LoopbackServer, 'setAway'>>>;
  /** @default `faults` in the sandbox's state folder */
  readonly folder?: string;
}

/** Takes servers of the daemon away while a file asks for it. No fault outlives the daemon. */
export class Faults implements Service {
  readonly name = 'faults';
  private readonly folder: string;
  private watcher: FSWatcher | undefined;

  constructor(private readonly props: FaultsProps) {
    this.folder = props.folder ?? state.faults;
  }

  async start(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(this.folder, { recursive: true });
    this.watcher = watch(this.folder, () => this.look());
    await Promise.resolve();
  }

  async stop(): Promise<void> {
    this.watcher?.close();
    await Promise.resolve();
  }

  private look(): void {
    for (const name of faultNames) {
      this.props.servers[name].setAway(existsSync(join(this.folder, name)));
    }
  }
}

/** Asks the daemon to take a server away, until the function that it gives is called. */
export function beginFault(name: FaultName, folder = state.faults): () => void {
  const file = join(folder, name);
  writeFileSync(file, '');
  return () => rmSync(file, { force: true });
}
