import { sandboxAccount } from './emulator.js';
import type { EmulatorClient } from './emulator-client.js';
import { AwsError, rewritten, type AwsReply, type AwsRequest, type Interceptor } from './message.js';

/** The role that everything in the sandbox acts in. It has a path, as the role of a pipeline often has. */
const role = { path: '/sandbox/', name: 'deployer', id: 'AROASANDBOXDEPLOYER0' } as const;
const session = 'sandbox';

/**
 * Makes the caller what it is on AWS: a session of a role. The emulator takes everybody for the account's root user, which
 * can't have an access entry.
 */
export class Deployer implements Interceptor {
  constructor(private readonly emulator: Pick<EmulatorClient, 'send' | 'iam'>) {}

  /** Makes the role, unless it is there. */
  async start(): Promise<void> {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${sandboxAccount}:root` },
          Action: 'sts:AssumeRole',
        },
      ],
    };
    try {
      await this.emulator.iam('CreateRole', {
        Path: role.path,
        RoleName: role.name,
        AssumeRolePolicyDocument: JSON.stringify(trust),
      });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'EntityAlreadyExists')) throw error;
    }
  }

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    return asDeployer(await this.emulator.send(request));
  }
}

/** An answer of STS, with the session of the role in place of the root user. */
export function asDeployer(reply: AwsReply): AwsReply {
  return rewritten(reply, (xml) =>
    xml.includes(`<Arn>arn:aws:iam::${sandboxAccount}:root</Arn>`)
      ? xml
          .replace(
            /<Arn>[^<]*<\/Arn>/,
            `<Arn>arn:aws:sts::${sandboxAccount}:assumed-role/${role.name}/${session}</Arn>`,
          )
          .replace(/<UserId>[^<]*<\/UserId>/, `<UserId>${role.id}:${session}</UserId>`)
      : xml,
  );
}
