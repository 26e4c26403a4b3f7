import { sandboxAccount } from './emulator.js';
import { AwsError, jsonReply, type AwsReply, type AwsRequest, type Interceptor } from './message.js';
import type { RememberedFields } from './remembered-fields.js';

/** A rule as ECR's API has it. */
interface Rule {
  readonly ecrRepositoryPrefix: string;
  readonly upstreamRegistryUrl: string;
  readonly credentialArn?: string;
  readonly registryId: string;
  /** Seconds. */
  readonly createdAt: number;
}

interface RuleRequest {
  readonly ecrRepositoryPrefix?: string;
  readonly upstreamRegistryUrl?: string;
  readonly credentialArn?: string;
  readonly ecrRepositoryPrefixes?: readonly string[];
}

const operations = 'AmazonEC2ContainerRegistry_V20150921.';
const key = 'pull-through-cache-rules';

/** ECR's pull-through cache rules, which the emulator does not have. Nothing is pulled through them. */
export class PullThroughCacheRules implements Interceptor {
  constructor(private readonly remembered: RememberedFields) {}

  handle(request: AwsRequest): Promise<AwsReply | undefined> {
    const target = String(request.headers['x-amz-target'] ?? '');
    if (!target.startsWith(operations)) return Promise.resolve(undefined);
    const operation = target.slice(operations.length);
    const reply = (answer: (body: RuleRequest) => object): Promise<AwsReply> =>
      new Promise((resolve) =>
        resolve(jsonReply(200, answer(JSON.parse(request.body.toString('utf8')) as RuleRequest))),
      );
    switch (operation) {
      case 'CreatePullThroughCacheRule':
        return reply((body) => this.create(body));
      case 'DescribePullThroughCacheRules':
        return reply(({ ecrRepositoryPrefixes }) => this.describe(ecrRepositoryPrefixes));
      case 'DeletePullThroughCacheRule':
        return reply(({ ecrRepositoryPrefix = '' }) => this.delete(ecrRepositoryPrefix));
      default:
        return Promise.resolve(undefined);
    }
  }

  private get rules(): Readonly<Record<string, Rule>> {
    return this.remembered.get(key) as Record<string, Rule>;
  }

  private create({ ecrRepositoryPrefix = '', upstreamRegistryUrl = '', credentialArn }: RuleRequest): Rule {
    if (this.rules[ecrRepositoryPrefix] !== undefined) {
      throw new AwsError(
        400,
        'PullThroughCacheRuleAlreadyExistsException',
        `A pull through cache rule already exists for the given prefix '${ecrRepositoryPrefix}'`,
      );
    }
    const rule: Rule = {
      ecrRepositoryPrefix,
      upstreamRegistryUrl,
      ...(credentialArn !== undefined && { credentialArn }),
      registryId: sandboxAccount,
      createdAt: Math.floor(Date.now() / 1000),
    };
    this.remembered.merge(key, { [ecrRepositoryPrefix]: rule });
    return rule;
  }

  private describe(prefixes: readonly string[] = Object.keys(this.rules)): {
    pullThroughCacheRules: readonly Rule[];
  } {
    return { pullThroughCacheRules: prefixes.map((prefix) => this.find(prefix)) };
  }

  private delete(prefix: string): Rule {
    const rule = this.find(prefix);
    const others = Object.entries(this.rules).filter(([name]) => name !== prefix);
    this.remembered.set(key, Object.fromEntries(others));
    return rule;
  }

  private find(prefix: string): Rule {
    const rule = this.rules[prefix];
    if (rule === undefined) {
      throw new AwsError(
        400,
        'PullThroughCacheRuleNotFoundException',
        `No pull through cache rule exists for the prefix '${prefix}'`,
      );
    }
    return rule;
  }
}
