import { DescribeBudgetCommand, ListTagsForResourceCommand as BudgetTags } from '@aws-sdk/client-budgets';
import {
  ListTagsForResourceCommand as LogTags,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  DescribePullThroughCacheRulesCommand,
  DescribeRepositoriesCommand,
  ListTagsForResourceCommand as RepositoryTags,
} from '@aws-sdk/client-ecr';
import { GetQueueUrlCommand, ListQueueTagsCommand } from '@aws-sdk/client-sqs';
import { allPages, ifThere } from '../aws-clients';
import { by, tagsOf, type Find } from './kind';

/**
 * EKS makes this log group itself, without tags, key or retention, when it has something to write and the group is not there, as after a
 * destroy (https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html). The name belongs to the cluster of that name.
 */
const controlPlaneLogs = /^\/aws\/eks\/[^/]+\/cluster$/;

/** Log groups, repositories, cache rules, queues and budgets, found by their names. */
export const namedKinds: Readonly<Record<string, Find>> = {
  aws_cloudwatch_log_group: by(['name'], async ({ name }, { clients: { logs: client } }) => {
    const groups = await allPages(
      paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name }),
      (page) => page.logGroups,
    );
    const arn = groups.find(({ logGroupName }) => logGroupName === name)?.arn?.replace(/:\*$/, '');
    if (arn === undefined) return undefined;
    if (controlPlaneLogs.test(name)) return { importId: name };
    const { tags } = await client.send(new LogTags({ resourceArn: arn }));
    return { importId: name, tags: tagsOf(tags) };
  }),
  aws_ecr_repository: by(['name'], async ({ name }, { clients: { ecr } }) => {
    const answer = await ifThere(ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] })));
    const arn = answer?.repositories?.[0]?.repositoryArn;
    if (arn === undefined) return undefined;
    const { tags } = await ecr.send(new RepositoryTags({ resourceArn: arn }));
    return { importId: name, tags: tagsOf(tags) };
  }),
  // A rule has no tags; one for another registry is somebody else's.
  aws_ecr_pull_through_cache_rule: by(
    ['ecr_repository_prefix', 'upstream_registry_url'],
    async ({ ecr_repository_prefix: prefix, upstream_registry_url: upstream }, { clients: { ecr } }) => {
      const answer = await ifThere(
        ecr.send(new DescribePullThroughCacheRulesCommand({ ecrRepositoryPrefixes: [prefix] })),
      );
      const isThere = answer?.pullThroughCacheRules?.some(
        (rule) => rule.ecrRepositoryPrefix === prefix && rule.upstreamRegistryUrl === upstream,
      );
      return isThere ? { importId: prefix } : undefined;
    },
  ),
  aws_sqs_queue: by(['name'], async ({ name }, { clients: { sqs } }) => {
    const url = (await ifThere(sqs.send(new GetQueueUrlCommand({ QueueName: name }))))?.QueueUrl;
    if (url === undefined) return undefined;
    const { Tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: url }));
    return { importId: url, tags: tagsOf(Tags) };
  }),
  aws_budgets_budget: by(['name'], async ({ name }, { clients: { budgets }, account, partition }) => {
    const answer = await ifThere(
      budgets.send(new DescribeBudgetCommand({ AccountId: account, BudgetName: name })),
    );
    if (answer?.Budget === undefined) return undefined;
    const arn = `arn:${partition}:budgets::${account}:budget/${name}`;
    const { ResourceTags } = await budgets.send(new BudgetTags({ ResourceARN: arn }));
    return { importId: `${account}:${name}`, tags: tagsOf(ResourceTags) };
  }),
};
