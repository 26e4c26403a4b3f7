import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { shellEnvironment } from '../../e2e/support/sandbox-shell';
import type { SshKey } from '../../support/ssh-key';
import { writeFiles } from './write-files';

/** A clone of the sandbox's repository, to push from as a user would. */
export class FleetClone {
  /** A clone of the branch that Flux reconciles. */
  static async ofMain(): Promise<FleetClone> {
    const clone = new FleetClone('main');
    await clone.git('clone', '--quiet', clone.url, '.');
    clone.cloned = await clone.git('rev-parse', 'HEAD');
    return clone;
  }

  /** A clone with a new branch, without history; one of the same name is replaced by the first push. */
  static async withNewBranch(branch: string): Promise<FleetClone> {
    const clone = new FleetClone(branch);
    await clone.git('clone', '--quiet', '--no-checkout', clone.url, '.');
    await clone.git('switch', '--quiet', '--orphan', branch);
    return clone;
  }

  readonly folder = mkdtempSync(join(tmpdir(), 'infra-fleet-clone-'));

  private cloned = '';

  private constructor(readonly branch: string) {}

  /** The repository's address. */
  get url(): string {
    return shellEnvironment().SANDBOX_GIT_URL ?? '';
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(files: Readonly<Record<string, string>>): void {
    writeFiles(this.folder, files);
  }

  /** Commits everything and pushes it. Gives the revision. @param signer whose signature the commit has, by default nobody's */
  async push(signer?: SshKey): Promise<string> {
    await this.git('add', '--all');
    const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid'];
    await this.git(...author, 'commit', '--quiet', '--message=change');
    if (signer !== undefined) await this.sign(signer);
    await this.git('push', '--quiet', '--force', 'origin', this.branch);
    return await this.git('rev-parse', 'HEAD');
  }

  /** Takes what others have pushed since, in place of what is here. */
  async follow(): Promise<void> {
    await this.git('fetch', '--quiet', 'origin', this.branch);
    await this.git('reset', '--quiet', '--hard', `origin/${this.branch}`);
  }

  /** Pushes the files as they were when the clone was made, and removes the clone. Gives the revision. */
  async revert(signer?: SshKey): Promise<string> {
    await this.git('read-tree', '--reset', '-u', this.cloned);
    const revision = await this.push(signer);
    this.remove();
    return revision;
  }

  /** Signs the newest commit: the signature is a header of the commit, each line but the first begins with a space. */
  private async sign(signer: SshKey): Promise<void> {
    const { stdout: commit } = await execa('git', ['cat-file', 'commit', 'HEAD'], {
      cwd: this.folder,
      stripFinalNewline: false,
    });
    const signature = signer.sign(commit).trimEnd().replaceAll('\n', '\n ');
    const { stdout } = await execa('git', ['hash-object', '-t', 'commit', '-w', '--stdin'], {
      cwd: this.folder,
      input: commit.replace('\n\n', `\ngpgsig ${signature}\n\n`),
    });
    await this.git('update-ref', `refs/heads/${this.branch}`, stdout.trim());
  }

  async git(...args: string[]): Promise<string> {
    const { stdout } = await execa('git', args, { cwd: this.folder });
    return stdout.trim();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
