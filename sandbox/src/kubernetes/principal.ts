/** An IAM principal as STS names it, taken apart. */
export interface Principal {
  /** The caller's ARN, with the session for an assumed role. */
  readonly arn: string;
  readonly account: string;
  /** Name of the role behind a session. @default undefined: not an assumed role */
  readonly roleName?: string;
  readonly sessionName?: string;
}

/** Takes apart the ARN that GetCallerIdentity gives. */
export function principalOf(arn: string): Principal {
  const account = arn.split(':')[4] ?? '';
  const assumedRole = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/(.+)$/.exec(arn);
  if (assumedRole === null) return { arn, account };
  const [, , roleName, sessionName] = assumedRole;
  return { arn, account, roleName, sessionName };
}

/**
 * Whether an access entry is this principal's. The ARN of a role session lacks the role's path, so a role is recognized by
 * its account and name; everybody else by the whole ARN.
 */
export function ownsEntry(principal: Principal, entryArn: string): boolean {
  if (principal.roleName === undefined) return principal.arn === entryArn;
  const role = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(entryArn);
  return role !== null && role[1] === principal.account && role[2] === principal.roleName;
}

/** The user name that EKS gives an access entry which names none. */
export function defaultUsername(entryArn: string): string {
  const role = /^arn:([^:]+):iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(entryArn);
  if (role === null) return entryArn;
  const [, partition, account, roleName] = role;
  return `arn:${partition}:sts::${account}:assumed-role/${roleName}/{{SessionName}}`;
}

/** Fills the placeholders of an access entry's user name. Session names lose `@`, as on EKS. */
export function renderUsername(template: string, principal: Principal): string {
  const sessionName = principal.sessionName ?? '';
  return template
    .replaceAll('{{SessionNameRaw}}', sessionName)
    .replaceAll('{{SessionName}}', sessionName.replaceAll('@', '-'))
    .replaceAll('{{AccountID}}', principal.account);
}
