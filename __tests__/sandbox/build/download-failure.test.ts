import { downloadFailure } from '../../../sandbox/src/build/download-failure.js';

describe('downloadFailure', () => {
  it.each([
    [
      'go',
      'go: github.com/a/b@v1.0.0: Get "https://proxy.golang.org/a": dial tcp: lookup proxy.golang.org: no such host',
      'the Go module proxy',
    ],
    ['npm', 'npm error code ENOTFOUND\nnpm error network request failed', 'the npm registry'],
    [
      'pip',
      "WARNING: Retrying after connection broken by 'NewConnectionError(...): Temporary failure in name resolution'",
      'PyPI',
    ],
  ] as const)('names the registry of %s', (registry, output, name) => {
    expect(downloadFailure(registry, output)?.what).toContain(`Downloading from ${name} failed`);
  });

  it('is not made up for a failure of another kind', () => {
    expect(downloadFailure('go', 'main.go:3:1: syntax error')).toBeUndefined();
  });
});
