import { execFileSync } from 'node:child_process';

/** How long one remote may take, in milliseconds. */
const fetchMilliseconds = 20_000;

/** Fetches from the remotes of a repository until it has a commit. Someone else, or Flux itself, may have pushed it. */
export function fetchCommit(repository: string, commit: string): void {
  if (succeeds(repository, ['cat-file', '-e', `${commit}^{commit}`])) return;
  const remotes = execFileSync('git', ['-C', repository, 'remote'], { encoding: 'utf8' });
  for (const remote of remotes.split('\n').filter(Boolean)) {
    succeeds(repository, ['fetch', '--quiet', '--no-tags', remote]);
    if (succeeds(repository, ['cat-file', '-e', `${commit}^{commit}`])) return;
  }
}

function succeeds(repository: string, words: readonly string[]): boolean {
  try {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' };
    execFileSync('git', ['-C', repository, ...words], { env, stdio: 'ignore', timeout: fetchMilliseconds });
    return true;
  } catch {
    return false;
  }
}
