import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a token of a repository allows. Who may write may read too. */
export type Access = 'read' | 'write';

/**
 * The access tokens of the private repository, as a Git host keeps them: their SHA-256 digests, one per line, with the word
 * `write` behind those that may push. The file is read at every request, so that tokens can be added and revoked while the
 * server runs.
 */
export class AccessTokens {
  constructor(
    /** The file with the digests. */
    readonly file: string,
  ) {}

  /** Makes new tokens the only ones, and gives them. */
  async issue(): Promise<Readonly<Record<Access, string>>> {
    const [read, write] = [randomBytes(20).toString('hex'), randomBytes(20).toString('hex')];
    await mkdir(dirname(this.file), { recursive: true });
    await writeFile(this.file, `${digest(read)}\n${digest(write)} write\n`);
    return { read, write };
  }

  /** What the token in an `Authorization` header allows: a bearer, or the password of any user, as on GitHub and GitLab. */
  async accessOf(authorization: string | undefined): Promise<Access | undefined> {
    const [, scheme = '', credentials = ''] = /^(Basic|Bearer) (\S+)$/i.exec(authorization ?? '') ?? [];
    const decoded = Buffer.from(credentials, 'base64').toString('utf8');
    const password =
      scheme.toLowerCase() === 'bearer' ? credentials : decoded.slice(decoded.indexOf(':') + 1);
    if (password === '') return undefined;
    const lines = (await readFile(this.file, 'utf8').catch(() => '')).split('\n');
    if (lines.includes(`${digest(password)} write`)) return 'write';
    return lines.includes(digest(password)) ? 'read' : undefined;
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
