import type { V1ClusterRole, V1ClusterRoleBinding, V1RoleBinding } from '@kubernetes/client-node';
import type { ClusterClient } from './cluster-client.js';

/** An access policy associated with an access entry. */
export interface AssociatedPolicy {
  readonly policyArn: string;
  readonly scope: 'cluster' | 'namespace';
  /** Names, with `*` for any text. Empty for the cluster scope. */
  readonly namespaces: readonly string[];
}

const adminViewRole = 'infra-fleet-sandbox:eks-admin-view';

/**
 * Cluster role of each access policy. EKS decides on access policies in an authorizer of its own, whose rules are those of
 * Kubernetes' user-facing roles; here a group of the policy's name is bound to that role.
 */
const roles: Readonly<Record<string, string>> = {
  AmazonEKSClusterAdminPolicy: 'cluster-admin',
  AmazonEKSAdminPolicy: 'admin',
  AmazonEKSEditPolicy: 'edit',
  AmazonEKSViewPolicy: 'view',
  AmazonEKSAdminViewPolicy: adminViewRole,
};

const adminView: V1ClusterRole = {
  metadata: { name: adminViewRole },
  rules: [
    { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch'] },
    { nonResourceURLs: ['*'], verbs: ['get'] },
  ],
};

/** The policy's name in its ARN, `arn:aws:eks::aws:cluster-access-policy/NAME`. */
export function policyName(policyArn: string): string {
  return policyArn.slice(policyArn.lastIndexOf('/') + 1);
}

/** Group of the users who hold a policy for the whole cluster, or for one namespace. */
export function policyGroup(policy: string, namespace?: string): string {
  return namespace === undefined ? `eks-access-policy:${policy}` : `eks-access-policy:${policy}:${namespace}`;
}

/** The cluster role binding that makes a policy's group real. */
export function clusterBinding(policy: string): V1ClusterRoleBinding {
  const name = policyGroup(policy);
  return {
    metadata: { name },
    subjects: [{ kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name }],
    roleRef: roleRef(policy),
  };
}

/** The role binding that makes a policy's group real in one namespace. */
export function namespaceBinding(policy: string, namespace: string): V1RoleBinding {
  return {
    metadata: { name: policyGroup(policy), namespace },
    subjects: [
      { kind: 'Group', apiGroup: 'rbac.authorization.k8s.io', name: policyGroup(policy, namespace) },
    ],
    roleRef: roleRef(policy),
  };
}

/** Those of the namespaces that a policy's patterns name. */
export function matchingNamespaces(patterns: readonly string[], namespaces: readonly string[]): string[] {
  const expressions = patterns
    .filter((pattern) => /^[a-z0-9*-]+$/.test(pattern))
    .map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`));
  return namespaces.filter((namespace) => expressions.some((expression) => expression.test(namespace)));
}

/** What making the groups of policies real takes of a cluster. */
export type PolicyCluster = Pick<
  ClusterClient,
  'namespaces' | 'ensureClusterRole' | 'ensureClusterRoleBinding' | 'ensureRoleBinding'
>;

/** Makes the groups of the policies real in a cluster and returns them. Unknown policies grant nothing. */
export async function ensurePolicyGroups(
  client: PolicyCluster,
  policies: readonly AssociatedPolicy[],
): Promise<string[]> {
  const groups: string[] = [];
  for (const policy of policies) {
    const name = policyName(policy.policyArn);
    if (roles[name] === undefined) continue;
    groups.push(...(await ensurePolicy(client, name, policy)));
  }
  return groups;
}

async function ensurePolicy(
  client: PolicyCluster,
  name: string,
  policy: AssociatedPolicy,
): Promise<string[]> {
  if (roles[name] === adminViewRole) await client.ensureClusterRole(adminView);
  if (policy.scope === 'cluster') {
    await client.ensureClusterRoleBinding(clusterBinding(name));
    return [policyGroup(name)];
  }
  const namespaces = matchingNamespaces(policy.namespaces, await client.namespaces());
  for (const namespace of namespaces) await client.ensureRoleBinding(namespaceBinding(name, namespace));
  return namespaces.map((namespace) => policyGroup(name, namespace));
}

function roleRef(policy: string): V1RoleBinding['roleRef'] {
  return { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: roles[policy] ?? '' };
}
