import type { EmulatorClient } from '../emulator-client.js';
import { AwsError } from '../message.js';
import type { Behaviour, ServiceCall } from './behaviour.js';

const controlPlaneLogs = /^\/aws\/eks\/([^/]+)\/cluster$/;

/**
 * EKS still has logs to write when its cluster is gone: if the log group is deleted by then, EKS makes it again, without tags, key
 * or retention.
 */
export class LateLogGroups implements Behaviour {
  /** Clusters whose last logs are still to be written. */
  private readonly unwritten = new Set<string>();

  constructor(private readonly emulator: Pick<EmulatorClient, 'json'>) {}

  async after({ service, operation, input }: ServiceCall): Promise<void> {
    if (service === 'eks' && operation === 'DeleteCluster') this.unwritten.add(String(input.name));
    if (service !== 'logs' || operation !== 'DeleteLogGroup') return;
    const logGroupName = String(input.logGroupName);
    const [, cluster = ''] = controlPlaneLogs.exec(logGroupName) ?? [];
    if (!this.unwritten.delete(cluster)) return;
    try {
      await this.emulator.json('logs', 'Logs_20140328.CreateLogGroup', { logGroupName });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ResourceAlreadyExistsException')) throw error;
    }
  }
}
