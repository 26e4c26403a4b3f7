import { AwsError } from '../message.js';
import type { Behaviour, ServiceCall } from './behaviour.js';

/** How long AWS's other services don't know a role yet, in milliseconds. */
const propagation = 3000;

/** Calls that name a role, and what each says of one that it does not know yet. */
const askForRoles: Readonly<
  Record<string, { readonly parameter: string; readonly code: string; readonly say: (arn: string) => string }>
> = {
  'ec2 CreateFlowLogs': {
    parameter: 'DeliverLogsPermissionArn',
    code: 'InvalidParameter',
    say: () => 'Unable to assume given IAM role',
  },
  'eks CreateCluster': {
    parameter: 'roleArn',
    code: 'InvalidParameterException',
    say: (arn) => `The roleArn, ${arn}, does not exist`,
  },
};

/** A role is not there at once for the services that are to take it: IAM spreads its changes. */
export class YoungRoles implements Behaviour {
  private readonly createdAt = new Map<string, number>();

  /** @param now milliseconds */
  constructor(private readonly now: () => number = Date.now) {}

  before({ service, operation, input }: ServiceCall): void {
    const asks = askForRoles[`${service} ${operation}`];
    const arn = asks && input[asks.parameter];
    if (asks === undefined || typeof arn !== 'string') return;
    const createdAt = this.createdAt.get(arn.slice(arn.lastIndexOf('/') + 1));
    if (createdAt === undefined || this.now() - createdAt >= propagation) return;
    throw new AwsError(400, asks.code, asks.say(arn));
  }

  after({ service, operation, input }: ServiceCall): void {
    if (service !== 'iam') return;
    if (operation === 'CreateRole') this.createdAt.set(String(input.RoleName), this.now());
  }
}
