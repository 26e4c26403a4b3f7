import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { currentCluster, tellBeforePrompt } from '../../sandbox/src/current-cluster.js';
import { ShellKubeconfig } from '../../sandbox/src/shell-kubeconfig.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  file = join(folder, 'config');
});

afterEach(() => rmSync(folder, { recursive: true }));

function make(...clusters: readonly string[]): void {
  for (const name of clusters)
    new ShellKubeconfig(file).put({
      name,
      endpoint: 'https://127.0.0.1:1',
      certificateAuthorityData: 'Y2E=',
    });
}

/** What Bash tells before a prompt, after other clusters were made by commands, each before a prompt of its own. */
function told(...commands: readonly string[]): string[] {
  const script = [tellBeforePrompt, ...commands.flatMap((command) => [command, 'eval "$PROMPT_COMMAND"'])];
  const env = { ...process.env, KUBECONFIG: file, PROMPT_COMMAND: '' };
  const output = execFileSync('bash', ['--noprofile', '--norc'], { env, input: script.join('\n') });
  return output.toString().split('\n').filter(Boolean);
}

test.each(['plain', '1e3', 'no', ''])('the current cluster is read as it was written: "%s"', (name) => {
  if (name !== '') make(name);
  expect(currentCluster(file)).toBe(name);
});

test('a shell tells nothing while the current cluster stays', () => {
  make('one');
  expect(told('true', 'true')).toEqual([]);
});

test('a shell tells once that a deploy made another cluster the current one', () => {
  make('one');
  const deploy = `sed -i 's/^current-context:.*/current-context: two/' "$KUBECONFIG"`;
  expect(told('true', deploy, 'true')).toEqual(['kubectl talks to the cluster two now.']);
});

test('a shell tells that no cluster is left', () => {
  make('one');
  expect(told('rm "$KUBECONFIG"')).toEqual(['kubectl talks to no cluster now.']);
});

test("the user's own work before a prompt is kept", () => {
  const env = { ...process.env, KUBECONFIG: file, PROMPT_COMMAND: 'echo own' };
  const input = `${tellBeforePrompt}\neval "$PROMPT_COMMAND"`;
  expect(execFileSync('bash', { env, input }).toString()).toBe('own\n');
});
