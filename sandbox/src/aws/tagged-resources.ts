import { jsonBody, type EmulatorClient } from './emulator-client.js';
import type { Tags } from './eks/tags.js';
import { jsonReply, type AwsReply, type AwsRequest, type Interceptor } from './message.js';

/** A resource as the tagging API lists it. */
interface Tagged {
  readonly ResourceARN: string;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

interface Query {
  readonly TagFilters?: readonly { readonly Key: string; readonly Values?: readonly string[] }[];
  readonly ResourceTypeFilters?: readonly string[];
}

const operation = 'ResourceGroupsTaggingAPI_20170126.GetResources';

/** The tagging API's list of resources, in which the emulator leaves out clusters with their parts, and log groups. */
export class TaggedResources implements Interceptor {
  constructor(
    private readonly emulator: EmulatorClient,
    private readonly tags: Pick<Tags, 'of'>,
  ) {}

  async handle(request: AwsRequest): Promise<AwsReply | undefined> {
    if (request.headers['x-amz-target'] !== operation) return undefined;
    const query = JSON.parse(request.body.toString('utf8')) as Query;
    const reply = await this.emulator.send(request);
    const answer = jsonBody<{ PaginationToken?: string; ResourceTagMappingList: Tagged[] }>(reply);
    // What is added belongs to the last page.
    if (answer.PaginationToken) return reply;
    const added = (await Promise.all([this.inEks(), this.logGroups()])).flat();
    return jsonReply(200, {
      ...answer,
      ResourceTagMappingList: [
        ...answer.ResourceTagMappingList,
        ...added.filter((resource) => matches(resource, query)),
      ],
    });
  }

  private async inEks(): Promise<readonly Tagged[]> {
    const { clusters } = await this.emulator.eks<{ clusters: string[] }>('GET', '/clusters');
    const arns = await Promise.all(clusters.map((cluster) => this.partsOf(cluster)));
    return await Promise.all(arns.flat().map(async (arn) => toTagged(arn, await this.tags.of(arn))));
  }

  private async partsOf(name: string): Promise<readonly string[]> {
    const path = `/clusters/${name}`;
    const get = async <T>(url: string): Promise<T> => await this.emulator.eks<T>('GET', url);
    const { cluster } = await get<{ cluster: { arn: string } }>(path);
    const { nodegroups } = await get<{ nodegroups: string[] }>(`${path}/node-groups`);
    const groups = await Promise.all(
      nodegroups.map((group) => get<{ nodegroup: { nodegroupArn: string } }>(`${path}/node-groups/${group}`)),
    );
    return [cluster.arn, ...groups.map(({ nodegroup }) => nodegroup.nodegroupArn)];
  }

  private async logGroups(): Promise<readonly Tagged[]> {
    const { logGroups } = await this.emulator.json<{ logGroups: { arn: string }[] }>(
      'logs',
      'Logs_20140328.DescribeLogGroups',
      {},
    );
    return await Promise.all(
      logGroups.map(async ({ arn }) => {
        const resourceArn = arn.replace(/:\*$/, '');
        const { tags } = await this.emulator.json<{ tags: Record<string, string> }>(
          'logs',
          'Logs_20140328.ListTagsForResource',
          { resourceArn },
        );
        return toTagged(resourceArn, tags);
      }),
    );
  }
}

function toTagged(arn: string, tags: Readonly<Record<string, string>>): Tagged {
  return { ResourceARN: arn, Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

function matches({ ResourceARN, Tags }: Tagged, { TagFilters = [], ResourceTypeFilters }: Query): boolean {
  const [, , service, , , resource = ''] = ResourceARN.split(':');
  const type = `${service}:${resource.split('/')[0]}`;
  const isAskedFor = ResourceTypeFilters?.some((filter) => filter === service || filter === type) ?? true;
  return (
    isAskedFor &&
    TagFilters.every(({ Key, Values = [] }) =>
      Tags.some((tag) => tag.Key === Key && (Values.length === 0 || Values.includes(tag.Value))),
    )
  );
}
