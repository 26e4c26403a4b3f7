import { maskUrls } from '../lib/validation/mask-urls';

/** What a failure says of itself, without what is secret in URLs: a proxy or a registry may have a password. */
export function messageOf(error: unknown): string {
  return maskUrls(error instanceof Error ? error.message : String(error));
}
