import { mkdir } from 'node:fs/promises';
import { execa } from 'execa';
import { SandboxError } from '../errors.js';

/** Without the settings of this machine's user and system: hooks, signing and line endings would change the result. */
export const plainGit = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

async function git(
  args: readonly string[],
  env: Readonly<Record<string, string>> = plainGit,
): Promise<string> {
  const result = await execa('git', args, { env, reject: false });
  if (result.exitCode !== 0) {
    throw new SandboxError(
      `git ${args.join(' ')} failed: ${result.stderr.trim()}`,
      'Check that git 2.28 or newer is installed.',
    );
  }
  return result.stdout.trim();
}

/** A bare repository that takes pushes over HTTP. */
export class Repository {
  constructor(
    /** The bare repository's folder. */
    readonly folder: string,
  ) {}

  /** Makes the repository with the branch main; one that exists stays as it is. */
  async create(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    await git(['init', '--bare', '--quiet', '--initial-branch=main', this.folder]);
    await this.run(['config', 'http.receivepack', 'true']);
    await this.run(['config', 'receive.shallowUpdate', 'true']);
  }

  /** The commit of main; undefined while nothing has been pushed. */
  async revision(): Promise<string | undefined> {
    const found = await this.run(['for-each-ref', '--format=%(objectname)', 'refs/heads/main']);
    return found === '' ? undefined : found;
  }

  /**
   * Moves main to the commit that a checkout is at, if that loses nothing.
   *
   * @returns how many commits of main the checkout does not have; then main stays as it is
   */
  async follow(checkout: string): Promise<number> {
    // With the user's settings, which may say that the checkout is safe to read. A shallow one is taken as it is.
    await this.run(['fetch', '--quiet', '--no-tags', '--update-shallow', checkout, 'HEAD'], {});
    const head = await this.run(['rev-parse', 'FETCH_HEAD']);
    const main = await this.revision();
    if (main === head) return 0;
    const missing =
      main === undefined ? 0 : Number(await this.run(['rev-list', '--count', `${head}..${main}`]));
    if (missing === 0) await this.run(['update-ref', 'refs/heads/main', head, main ?? '']);
    return missing;
  }

  private async run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<string> {
    return await git([`--git-dir=${this.folder}`, ...args], env);
  }
}
