import { knowsHost } from '../../../../lib/flux/settings/known-hosts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';

test.each([
  ['github.com', `github.com ${key}`, true],
  ['github.com', `ssh.github.com,github.com ${key} a comment`, true],
  ['github.com', `@cert-authority *.com ${key}`, true],
  ['github.com', `|1|c2FsdA==|aGFzaA== ${key}`, true],
  ['git.example.com:2222', `[git.example.com]:2222 ${key}`, true],
  ['git.example.com:2222', `git.example.com ${key}`, false],
  ['github.com', `# github.com ${key}`, false],
  ['github.com', `gitlab.com ${key}`, false],
])('%s in "%s": %s', (host, line, known) => {
  expect(knowsHost(line, host)).toBe(known);
});
