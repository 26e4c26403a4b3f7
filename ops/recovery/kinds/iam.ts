import {
  GetInstanceProfileCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
} from '@aws-sdk/client-iam';
import { ifThere } from '../aws-clients';
import { by, tagsOf, type Find } from './kind';

/** What IAM has in the account, found by its name. */
export const iamKinds: Readonly<Record<string, Find>> = {
  aws_iam_role: by(['name'], async ({ name }, { clients: { iam } }) => {
    const answer = await ifThere(iam.send(new GetRoleCommand({ RoleName: name })));
    return answer && { importId: name, tags: tagsOf(answer.Role?.Tags) };
  }),
  aws_iam_instance_profile: by(['name'], async ({ name }, { clients: { iam } }) => {
    const answer = await ifThere(iam.send(new GetInstanceProfileCommand({ InstanceProfileName: name })));
    return answer && { importId: name, tags: tagsOf(answer.InstanceProfile?.Tags) };
  }),
  aws_iam_openid_connect_provider: by(['url'], async ({ url }, { clients: { iam }, partition, account }) => {
    const arn = `arn:${partition}:iam::${account}:oidc-provider/${url.replace('https://', '')}`;
    const answer = await ifThere(
      iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn })),
    );
    return answer && { importId: arn, tags: tagsOf(answer.Tags) };
  }),
};
