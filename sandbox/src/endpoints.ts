import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isRunning } from './build/cache-lock.js';
import { state } from './paths.js';

/** Where a running sandbox serves. */
export interface Endpoints {
  readonly daemonPid: number;
  /** `AWS_ENDPOINT_URL` for everybody. */
  readonly aws: string;
  /** URL of the Git repository that Flux reconciles. */
  readonly git: string;
  /** The same repository behind basic authentication. */
  readonly privateGit: {
    readonly url: string;
    /** A valid password for any user; new with every start. */
    readonly token: string;
  };
  /** Incoming webhook of the chat that Flux writes to. */
  readonly chat: string;
  readonly charts: {
    /** The charts as OCI artifacts. */
    readonly oci: string;
    /** The same charts as a Helm repository with an index. */
    readonly http: string;
  };
}

/** Writes the endpoints in one move, so that a reader never sees half a file. */
export function writeEndpoints(endpoints: Endpoints): void {
  const draft = `${state.endpoints}.new`;
  writeFileSync(draft, `${JSON.stringify(endpoints, null, 2)}\n`);
  renameSync(draft, state.endpoints);
}

/** Endpoints of the sandbox of this checkout, or undefined if none runs. */
export function readEndpoints(): Endpoints | undefined {
  try {
    const endpoints = JSON.parse(readFileSync(state.endpoints, 'utf8')) as Endpoints;
    return isRunning(endpoints.daemonPid) ? endpoints : undefined;
  } catch {
    return undefined;
  }
}
