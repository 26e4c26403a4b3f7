import { createHash } from 'node:crypto';
import { sandboxRegion } from './emulator.js';
import type { EmulatorClient } from './emulator-client.js';
import { releaseVersion } from './eks/node-group-fields.js';
import { jsonReply, type AwsReply, type AwsRequest, type Interceptor } from './message.js';

/** SSM's public parameters with the machine images of EKS nodes and of Amazon Linux, which the emulator does not have. */
export class PublicParameters implements Interceptor {
  constructor(private readonly emulator: EmulatorClient) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    if (request.headers['x-amz-target'] !== 'AmazonSSM.GetParameter') return undefined;
    const { Name } = JSON.parse(request.body.toString('utf8')) as { Name?: string };
    const value = amazonLinuxParameter(Name ?? '') ?? nodeImageParameter(Name ?? '');
    if (value === undefined) return undefined;
    const reply = await this.emulator.send(request);
    if (reply.status === 200) return reply;
    return jsonReply(200, {
      Parameter: {
        Name,
        Type: 'String',
        Value: value,
        Version: 1,
        LastModifiedDate: Math.floor(Date.parse('2026-08-01') / 1000),
        ARN: `arn:aws:ssm:${sandboxRegion}::parameter${Name}`,
        DataType: 'text',
      },
    });
  }
}

/** The emulator's own image of Amazon Linux 2023, one of the few that it can describe. */
const amazonLinuxImage = 'ami-0c2023a1b2c3d4e5f';

/** Value of the parameter of an Amazon Linux 2023 image of any architecture; undefined for other parameters. */
export function amazonLinuxParameter(name: string): string | undefined {
  return name.startsWith('/aws/service/ami-amazon-linux-latest/al2023-ami-') ? amazonLinuxImage : undefined;
}

/** Value of a node image's parameter, always the same for a name; undefined for other parameters. */
export function nodeImageParameter(name: string): string | undefined {
  const linux =
    /^\/aws\/service\/eks\/optimized-ami\/(1\.\d+)\/[\w-]+\/(?:\w+\/[\w-]+\/)?recommended\/(image_id|release_version)$/;
  const bottlerocket =
    /^\/aws\/service\/bottlerocket\/aws-k8s-(1\.\d+)[\w-]*\/\w+\/latest\/(image_id|image_version)$/;
  const [, version = '', field] = linux.exec(name) ?? bottlerocket.exec(name) ?? [];
  if (field === undefined) return undefined;
  if (field === 'release_version') return releaseVersion(version);
  if (field === 'image_version') return '1.44.0-00000000';
  return `ami-${createHash('sha256').update(name).digest('hex').slice(0, 17)}`;
}
