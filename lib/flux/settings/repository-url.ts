/** Where a Git repository is: its URL, or its place at a provider. */
export interface GitAddress {
  readonly url?: string | undefined;
  readonly provider?: 'github' | 'gitlab' | undefined;
  readonly owner?: string | undefined;
  readonly repository?: string | undefined;
  readonly host?: string | undefined;
  readonly auth: { readonly kind: string };
}

/** The URL that Flux is given: ssh:// with a deploy key, https:// else. Undefined while the address is incomplete. */
export function repositoryUrl({
  url,
  provider,
  owner,
  repository,
  host = `${provider}.com`,
  auth,
}: GitAddress): string | undefined {
  if (url !== undefined) return url;
  if (provider === undefined || owner === undefined || repository === undefined) return undefined;
  const server = auth.kind === 'ssh' ? `ssh://git@${host}` : `https://${host}`;
  return `${server}/${owner}/${repository}.git`;
}
