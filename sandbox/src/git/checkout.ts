import { execa } from 'execa';
import { SandboxError } from '../errors.js';

const remote = 'sandbox';

/** Its reflog has what it was before. */
const keptRef = 'refs/sandbox/main';

/** How the Git server's addresses look, to tell the sandbox's remote from one that the user has made. */
const ownUrl = /^http:\/\/127\.0\.0\.1:\d+\/(\w+\/)?fleet\.git$/;

/**
 * A checkout whose commits go to the sandbox: its Git remote `sandbox` leads there, and a plain `git push sandbox` moves the
 * branch that Flux follows, from every branch and from a detached HEAD.
 */
export class Checkout {
  constructor(
    /** The root of the work tree. */
    readonly folder: string,
  ) {}

  /** @throws SandboxError if it is no checkout with a commit, or has a remote of the same name that leads elsewhere */
  async require(): Promise<void> {
    const { exitCode, stdout, stderr } = await this.git('rev-parse', '--show-cdup', 'HEAD^{commit}');
    // Inside another repository's work tree, the first line leads up to its root.
    if (exitCode !== 0 || stdout.split('\n')[0] !== '') {
      const reason = exitCode === 0 ? 'it is a folder of another repository' : stderr.split('\n')[0];
      throw new SandboxError(
        `${this.folder} is not a Git repository with a commit, and Flux reconciles commits: ${reason}.`,
        "Clone the project with Git, or make it a repository: git init && git add --all && git commit -m 'Start'.",
      );
    }
    const url = await this.remoteUrl();
    if (url === undefined || ownUrl.test(url)) return;
    throw new SandboxError(
      `This checkout has a Git remote ${remote} already, which leads to ${url}; the sandbox needs the name.`,
      `Give it another: git remote rename ${remote} other.`,
    );
  }

  /** Makes the remote, or lets it lead to another address. */
  async connect(url: string): Promise<void> {
    await this.disconnect();
    await this.change('remote', 'add', remote, url);
    await this.change('config', `remote.${remote}.push`, 'HEAD:refs/heads/main');
    // It is on this machine: a proxy of the environment would not reach it.
    await this.change('config', `remote.${remote}.proxy`, '');
  }

  /** Removes the remote, unless it is the user's own. */
  async disconnect(): Promise<void> {
    const url = await this.remoteUrl();
    if (url !== undefined && ownUrl.test(url)) await this.change('remote', 'remove', remote);
  }

  /**
   * Saves what is on main of the sandbox's repository and on no branch here, before that repository is removed.
   *
   * @returns what to tell the user; undefined if there is nothing of the kind
   */
  async keepCommits(repository: string): Promise<string | undefined> {
    const fetched = await this.git('fetch', '--quiet', '--no-tags', repository, 'main');
    if (fetched.exitCode !== 0) return undefined;
    const { stdout } = await this.git('rev-list', '--count', 'FETCH_HEAD', '--not', 'HEAD', '--branches');
    if (Number(stdout) === 0) return undefined;
    await this.change('update-ref', '--create-reflog', keptRef, 'FETCH_HEAD');
    return `The sandbox's main had ${stdout} commits that no branch here has. They are kept: git log ${keptRef}`;
  }

  /** Whether a folder has changes that no commit has. */
  async isChanged(folder: string): Promise<boolean> {
    return (await this.git('status', '--porcelain', '--', folder)).stdout !== '';
  }

  private async remoteUrl(): Promise<string | undefined> {
    const { exitCode, stdout } = await this.git('config', '--get', `remote.${remote}.url`);
    return exitCode === 0 ? stdout : undefined;
  }

  private async change(...args: readonly string[]): Promise<void> {
    const { exitCode, stderr } = await this.git(...args);
    if (exitCode === 0) return;
    throw new SandboxError(
      `git ${args.join(' ')} failed: ${stderr.trim()}.`,
      'Fix that, then run `make sandbox` again.',
    );
  }

  private async git(...args: readonly string[]) {
    return await execa('git', ['-C', this.folder, ...args], { reject: false });
  }
}
