import type { EmulatorClient } from './emulator-client.js';
import {
  AwsError,
  jsonReply,
  onceAccepted,
  requestJson,
  type AwsReply,
  type AwsRequest,
  type Interceptor,
} from './message.js';
import type { RememberedFields } from './remembered-fields.js';

interface LogGroup {
  readonly logGroupName?: string;
  readonly kmsKeyId?: string;
}

const operations = 'Logs_20140328.';
const keyOf = (logGroupName = ''): string => `log-group-key/${logGroupName}`;

/** The keys of log groups that exist already, which the emulator can't change. */
export class LogGroupKeys implements Interceptor {
  constructor(
    private readonly emulator: Pick<EmulatorClient, 'send' | 'json'>,
    private readonly remembered: RememberedFields,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const target = String(request.headers['x-amz-target'] ?? '');
    const { logGroupName, kmsKeyId } = target.startsWith(operations)
      ? (requestJson(request) as LogGroup)
      : {};
    switch (target.slice(operations.length)) {
      case 'AssociateKmsKey':
        return await this.associate(logGroupName, kmsKeyId);
      case 'DisassociateKmsKey':
        return await this.associate(logGroupName, undefined);
      case 'DeleteLogGroup':
        return onceAccepted(await this.emulator.send(request), () =>
          this.remembered.forget(keyOf(logGroupName)),
        );
      case 'DescribeLogGroups':
        return this.filled(await this.emulator.send(request));
      default:
        return undefined;
    }
  }

  private async associate(logGroupName = '', kmsKeyId: string | undefined): Promise<AwsReply> {
    const { logGroups } = await this.emulator.json<{ logGroups: readonly LogGroup[] }>(
      'logs',
      `${operations}DescribeLogGroups`,
      { logGroupNamePrefix: logGroupName },
    );
    if (!logGroups.some((group) => group.logGroupName === logGroupName))
      throw new AwsError(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
    this.remembered.set(keyOf(logGroupName), { kmsKeyId });
    return jsonReply(200, {});
  }

  private filled(reply: AwsReply): AwsReply {
    if (reply.status !== 200) return reply;
    const answer = JSON.parse(reply.body.toString('utf8')) as { logGroups?: readonly LogGroup[] };
    const logGroups = answer.logGroups?.map((group) => ({
      ...group,
      ...this.remembered.get(keyOf(group.logGroupName)),
    }));
    return { ...reply, body: Buffer.from(JSON.stringify({ ...answer, logGroups })) };
  }
}
