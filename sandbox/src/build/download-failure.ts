import { SandboxError } from '../errors.js';

/** Where something is downloaded from. */
export type Registry = 'npm' | 'pip' | 'go';

const registries: Readonly<Record<Registry, { readonly name: string; readonly remedy: string }>> = {
  npm: {
    name: 'the npm registry',
    remedy:
      'Check the network and `npm config get registry` (proxy: HTTPS_PROXY), then run the command again.',
  },
  pip: {
    name: 'PyPI',
    remedy:
      'Check the network and `pip config list` (mirror: PIP_INDEX_URL, proxy: HTTPS_PROXY), then run the command again.',
  },
  go: {
    name: 'the Go module proxy',
    remedy: 'Check the network and `go env GOPROXY` (proxy: HTTPS_PROXY), then run the command again.',
  },
};

const symptoms =
  /(dial tcp|no such host|i\/o timeout|TLS handshake timeout|proxyconnect|connection (?:refused|reset)|network is unreachable|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|NewConnectionError|Temporary failure in name resolution|Max retries exceeded|certificate verify failed|x509:|module lookup disabled|Could not find a version)[^\n]*/;

/** The error to show if a program's output says that a download failed because of the network; otherwise undefined. */
export function downloadFailure(registry: Registry, output: string): SandboxError | undefined {
  const symptom = symptoms.exec(output);
  if (symptom === null) return undefined;
  const { name, remedy } = registries[registry];
  return new SandboxError(`Downloading from ${name} failed: ${symptom[0].trim().slice(0, 200)}.`, remedy);
}
