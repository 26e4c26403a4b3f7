import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { SandboxError } from '../errors.js';

const identity = {
  GIT_AUTHOR_NAME: 'Infra Fleet Sandbox',
  GIT_AUTHOR_EMAIL: 'sandbox@infra-fleet.invalid',
  GIT_COMMITTER_NAME: 'Infra Fleet Sandbox',
  GIT_COMMITTER_EMAIL: 'sandbox@infra-fleet.invalid',
};

/** Without the settings of this machine's user and system: hooks, signing and line endings would change the result. */
export const plainGit = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
};

async function git(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
  const result = await execa('git', args, { env: { ...plainGit, ...env }, reject: false });
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
  }

  /** The commit of main; undefined while nothing has been pushed. */
  async revision(): Promise<string | undefined> {
    const found = await this.run(['for-each-ref', '--format=%(objectname)', 'refs/heads/main']);
    return found === '' ? undefined : found;
  }

  /** Commits a folder's files as the content of main, on top of its history. Returns the revision. */
  async commit(folder: string, message: string): Promise<string> {
    const scratch = await mkdtemp(join(tmpdir(), 'infra-fleet-git-'));
    try {
      const env = { GIT_INDEX_FILE: join(scratch, 'index'), ...identity };
      await this.run(['--work-tree', folder, 'add', '--all', '.'], env, folder);
      const tree = await this.run(['write-tree'], env);
      const parent = await this.revision();
      const parents = parent === undefined ? [] : ['-p', parent];
      const revision = await this.run(['commit-tree', tree, ...parents, '-m', message], env);
      await this.run(['update-ref', 'refs/heads/main', revision, parent ?? '']);
      return revision;
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  private async run(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    workFolder?: string,
  ): Promise<string> {
    const location = workFolder === undefined ? [] : ['-C', workFolder];
    return await git([...location, `--git-dir=${this.folder}`, ...args], env);
  }
}
