import { ApiException } from '@kubernetes/client-node';
import { messageOf } from '../message-of';

/** What went wrong in a request to the Kubernetes API, in the API's own words and one line, without headers and body. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiException)
    return messageIn(error.body) ?? `The Kubernetes API answers ${error.code}.`;
  return messageOf(error);
}

/** The body is a Status object, or its text. */
function messageIn(body: unknown): string | undefined {
  const status: unknown = typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : body;
  if (typeof status !== 'object' || status === null || !('message' in status)) return undefined;
  return typeof status.message === 'string' ? status.message : undefined;
}
