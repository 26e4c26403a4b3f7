import { randomUUID } from 'node:crypto';
import type { Update, UpdateType } from '@aws-sdk/client-eks';
import { AwsError, jsonReply } from '../message.js';
import type { Route } from './route.js';

/** An update as JSON carries it: times are seconds. */
export type WireUpdate = Omit<Update, 'createdAt'> & { createdAt: number };

/** The changes that EKS makes in the background, by id. */
export class Updates {
  private readonly updates = new Map<string, { readonly cluster: string; update: WireUpdate }>();

  readonly routes: readonly Route[] = [
    {
      method: 'GET',
      path: '/clusters/{cluster}/updates',
      handle: ({ path }) => Promise.resolve(jsonReply(200, { updateIds: this.idsOf(path.cluster ?? '') })),
    },
    {
      method: 'GET',
      path: '/clusters/{cluster}/updates/{id}',
      handle: ({ path }) => Promise.resolve(jsonReply(200, { update: this.find(path) })),
    },
  ];

  /** Starts a change; the update is in progress until its work ends, and failed if the work throws. */
  begin(cluster: string, type: UpdateType, params: object, work: () => Promise<void>): WireUpdate {
    const update: WireUpdate = {
      id: randomUUID(),
      status: 'InProgress',
      type,
      params: Object.entries(params).map(([name, value]) => ({
        type: parameterType(name),
        value: typeof value === 'string' ? value : JSON.stringify(value),
      })),
      createdAt: Math.floor(Date.now() / 1000),
      errors: [],
    };
    this.keep(cluster, update);
    void this.finish(update, work);
    return update;
  }

  /** Stores an update that the emulator made but can't describe. */
  keep(cluster: string, update: WireUpdate): void {
    this.updates.set(update.id ?? '', { cluster, update });
  }

  /** Whether a change of this cluster is still in progress. */
  busy(cluster: string): boolean {
    return [...this.updates.values()].some(
      (entry) => entry.cluster === cluster && entry.update.status === 'InProgress',
    );
  }

  private async finish(update: WireUpdate, work: () => Promise<void>): Promise<void> {
    try {
      await work();
      update.status = 'Successful';
    } catch (error) {
      update.status = 'Failed';
      const errorMessage = error instanceof Error ? error.message : String(error);
      update.errors = [{ errorCode: 'Unknown', errorMessage, resourceIds: [] }];
    }
  }

  private idsOf(cluster: string): string[] {
    return [...this.updates].filter(([, entry]) => entry.cluster === cluster).map(([id]) => id);
  }

  private find(path: Readonly<Record<string, string>>): WireUpdate {
    const entry = this.updates.get(path.id ?? '');
    if (entry === undefined || entry.cluster !== path.cluster) {
      throw new AwsError(404, 'ResourceNotFoundException', `No update found for ID: ${path.id}`);
    }
    return entry.update;
  }
}

/** `upgradePolicy` is the parameter type `UpgradePolicy`. */
function parameterType(name: string): NonNullable<NonNullable<Update['params']>[number]['type']> {
  return (name.charAt(0).toUpperCase() + name.slice(1)) as NonNullable<
    NonNullable<Update['params']>[number]['type']
  >;
}
