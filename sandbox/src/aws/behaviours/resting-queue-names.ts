import { AwsError } from '../message.js';
import type { Behaviour, ServiceCall } from './behaviour.js';

const restSeconds = 60;

/** The name of a deleted queue is free again after a minute. */
export class RestingQueueNames implements Behaviour {
  private readonly deletedAt = new Map<string, number>();

  /** @param now milliseconds */
  constructor(private readonly now: () => number = Date.now) {}

  before({ service, operation, input }: ServiceCall): void {
    if (service !== 'sqs' || operation !== 'CreateQueue') return;
    const deletedAt = this.deletedAt.get(String(input.QueueName));
    if (deletedAt === undefined || this.now() - deletedAt >= restSeconds * 1000) return;
    throw new AwsError(
      400,
      'QueueDeletedRecently',
      `You must wait ${restSeconds} seconds after deleting a queue before you can create another with the same name.`,
    );
  }

  after({ service, operation, input }: ServiceCall): void {
    if (service !== 'sqs' || operation !== 'DeleteQueue') return;
    const url = String(input.QueueUrl);
    this.deletedAt.set(url.slice(url.lastIndexOf('/') + 1), this.now());
  }
}
