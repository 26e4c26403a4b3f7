import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { ProviderSource } from './provider-mirror.js';
import { SandboxError } from '../errors.js';

/**
 * Where Terraform gets the AWS, Helm and Kubernetes providers, from `SANDBOX_PROVIDERS`: `offline` (default), the ones
 * that the sandbox builds; `registry`, the published ones; or the absolute path of a mirror of the registry.
 *
 * @throws SandboxError for another value
 */
export function providerSource(environment: NodeJS.ProcessEnv = process.env): ProviderSource {
  const value = environment.SANDBOX_PROVIDERS ?? 'offline';
  if (value === 'offline' || value === 'registry') return value;
  if (isAbsolute(value) && existsSync(value)) return { mirror: value };
  throw new SandboxError(
    `SANDBOX_PROVIDERS is "${value}".`,
    'Set it to offline (providers built here, the default), registry (published ones, needs the internet), or the ' +
      'absolute path of a folder filled by `terraform providers mirror`.',
  );
}
