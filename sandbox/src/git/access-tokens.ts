import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The access tokens of the private repository, as a Git host keeps them: their SHA-256 digests, one per line. The file is read
 * at every request, so that tokens can be added and revoked while the server runs.
 */
export class AccessTokens {
  constructor(
    /** The file with the digests. */
    readonly file: string,
  ) {}

  /** Makes a new token the only one, and gives it. */
  async issue(): Promise<string> {
    const token = randomBytes(20).toString('hex');
    await mkdir(dirname(this.file), { recursive: true });
    await writeFile(this.file, `${digest(token)}\n`);
    return token;
  }

  /** Whether an `Authorization` header holds a valid token, as a bearer or as the password of any user, as on GitHub and GitLab. */
  async accepts(authorization: string | undefined): Promise<boolean> {
    const [, scheme = '', credentials = ''] = /^(Basic|Bearer) (\S+)$/i.exec(authorization ?? '') ?? [];
    const decoded = Buffer.from(credentials, 'base64').toString('utf8');
    const password =
      scheme.toLowerCase() === 'bearer' ? credentials : decoded.slice(decoded.indexOf(':') + 1);
    const digests = (await readFile(this.file, 'utf8').catch(() => '')).split('\n');
    return password !== '' && digests.includes(digest(password));
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
