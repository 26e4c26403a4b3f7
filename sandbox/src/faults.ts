import { mkdirSync, readFileSync, rmSync, watch, writeFileSync, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import { state } from './paths.js';
import type { Service } from './service.js';

/** What can be taken away or made slow on purpose, to see how Flux and Terraform bear it. */
export const faultNames = [
  'git',
  'charts',
  'aws-throttle',
  'aws-slow',
  'aws-5xx',
  'aws-eks-create-failed',
] as const;

export type FaultName = (typeof faultNames)[number];

/** The folder of active faults: a fault is active as long as a file of its name is here. */
export interface FaultsProps {
  /** What a fault does, given what its file says, and undefined at its end. */
  readonly effects: Readonly<Record<FaultName, (detail: string | undefined) => void>>;
  /** @default `faults` in the sandbox's state folder */
  readonly folder?: string;
}

/** Takes servers of the daemon away, or makes them slow, while a file asks for it. No fault outlives the daemon. */
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
    for (const name of faultNames) this.props.effects[name](readIfThere(join(this.folder, name)));
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

export interface FaultProps {
  /** For `aws-slow`: a regular expression for the calls whose answers are held. @default - all that make or remove something */
  readonly detail?: string;
  /** @default `faults` in the sandbox's state folder */
  readonly folder?: string;
}

/** Asks the daemon for a fault, until the function that it gives is called. */
export function beginFault(name: FaultName, props: FaultProps = {}): () => void {
  const file = join(props.folder ?? state.faults, name);
  writeFileSync(file, props.detail ?? '');
  return () => rmSync(file, { force: true });
}
