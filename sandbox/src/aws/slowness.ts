import { setTimeout as delay } from 'node:timers/promises';
import { signedService, type AwsRequest } from './message.js';

export interface SlownessProps {
  /** How long an answer is held, in milliseconds. @default 5000 */
  readonly hold?: number;
  /** Told when an answer is held, and when it goes. */
  readonly log: (line: string) => void;
}

/**
 * Holds the answers of calls that make or remove something, after they took effect, as an AWS under load does: what was
 * asked for exists, and the client that asked does not know it yet.
 */
export class Slowness {
  private pattern: RegExp | undefined;

  constructor(private readonly props: SlownessProps) {}

  /** @param calls a regular expression for the names of the calls that are held; undefined ends the slowness */
  set(calls: string | undefined): void {
    this.pattern = calls === undefined ? undefined : new RegExp(calls);
  }

  /** Returns when the answer of a request may go. */
  async hold(request: AwsRequest): Promise<void> {
    const call = changingCall(request);
    if (call === undefined || this.pattern?.test(call) !== true) return;
    this.props.log(`${call} took effect; its answer is held`);
    await delay(this.props.hold ?? 5000, undefined, { ref: false });
    this.props.log(`${call} is answered`);
  }
}

/** Names a call that makes or removes something, `CreateVpc` or `POST /clusters`; undefined for every other call. */
export function changingCall({ method, url, headers, body }: AwsRequest): string | undefined {
  if (signedService(headers) === 'eks') return method === 'GET' ? undefined : `${method} ${url}`;
  const target = headers['x-amz-target'];
  const call =
    typeof target === 'string'
      ? target.slice(target.lastIndexOf('.') + 1)
      : new URLSearchParams(body.toString('utf8')).get('Action');
  return call !== null && /^(Create|Delete|Run|Terminate|Allocate|Release)/.test(call) ? call : undefined;
}
