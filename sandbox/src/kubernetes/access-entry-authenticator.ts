import { ensurePolicyGroups, type AssociatedPolicy, type PolicyCluster } from './access-policies.js';
import { defaultUsername, ownsEntry, principalOf, renderUsername } from './principal.js';
import { isSignedFor } from './signature.js';
import { parseToken, type PresignedCallerIdentity } from './token.js';
import type { AuthenticatedUser, TokenAuthenticator } from './token-webhook.js';

/** What STS says about the signer of a request. */
export interface CallerIdentity {
  readonly arn: string;
  readonly account: string;
  readonly userId: string;
}

/** An access entry of a cluster with the policies associated with it. */
export interface AccessEntry {
  readonly principalArn: string;
  /** Template; empty for EKS's default. */
  readonly username: string;
  readonly kubernetesGroups: readonly string[];
  readonly policies: readonly AssociatedPolicy[];
}

/** AWS, the parts that authentication needs. Every call reads the live state. */
export interface AccessDirectory {
  /** The secret of an access key, if it is known here; the signatures of other keys are for STS to judge. */
  secretOf(accessKeyId: string): string | undefined;
  /** Sends the presigned request to STS; undefined if STS refuses it. */
  identify(request: PresignedCallerIdentity, clusterName: string): Promise<CallerIdentity | undefined>;
  /** ARNs of all principals with an access entry. */
  entryPrincipals(clusterName: string): Promise<readonly string[]>;
  /** Undefined if the entry is gone. */
  entry(clusterName: string, principalArn: string): Promise<AccessEntry | undefined>;
}

/** How tokens of one cluster are decided on. */
export interface AccessEntryAuthenticatorProps {
  readonly clusterName: string;
  readonly directory: AccessDirectory;
  /** Client with the administrator's rights, to make the groups of access policies real. */
  readonly client: () => PolicyCluster;
}

/**
 * Lets in who has an access entry, as EKS does with authentication mode `API`: the token's signer is asked of STS, the
 * entry gives user name and groups, and each access policy a group bound to its role.
 */
export class AccessEntryAuthenticator implements TokenAuthenticator {
  constructor(private readonly props: AccessEntryAuthenticatorProps) {}

  async authenticate(token: string): Promise<AuthenticatedUser | undefined> {
    const { clusterName, directory } = this.props;
    const request = parseToken(token, new Date());
    if (request === undefined) return undefined;
    const secret = directory.secretOf(request.accessKeyId);
    if (secret !== undefined && !isSignedFor(request, clusterName, secret)) return undefined;
    const identity = await directory.identify(request, clusterName);
    if (identity === undefined) return undefined;
    const principal = principalOf(identity.arn);
    const principals = await directory.entryPrincipals(clusterName);
    const entryArn = principals.find((arn) => ownsEntry(principal, arn));
    const entry = entryArn === undefined ? undefined : await directory.entry(clusterName, entryArn);
    if (entry === undefined) return undefined;

    const template = entry.username === '' ? defaultUsername(entry.principalArn) : entry.username;
    const policyGroups = await ensurePolicyGroups(this.props.client(), entry.policies);
    return {
      username: renderUsername(template, principal),
      uid: `aws-iam-authenticator:${identity.account}:${identity.userId}`,
      groups: [...entry.kubernetesGroups, ...policyGroups],
      extra: {
        arn: [identity.arn],
        canonicalArn: [entry.principalArn],
        accessKeyId: [request.accessKeyId],
        principalId: [identity.userId],
        sessionName: [principal.sessionName ?? ''],
      },
    };
  }
}
