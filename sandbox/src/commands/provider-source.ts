import type { ProviderSource } from '../build/provider-mirror.js';
import { SandboxError } from '../errors.js';

/**
 * Where Terraform gets the AWS, Helm and Kubernetes providers, from `SANDBOX_PROVIDERS`: `offline` (default), the ones
 * that the sandbox builds, or `registry`, the published ones.
 */
export function providerSource(environment: NodeJS.ProcessEnv = process.env): ProviderSource {
  const value = environment.SANDBOX_PROVIDERS ?? 'offline';
  if (value === 'offline' || value === 'registry') return value;
  throw new SandboxError(
    `SANDBOX_PROVIDERS is "${value}".`,
    'Set it to offline (providers built here, the default) or registry (published ones, needs the internet).',
  );
}
