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
    /** A password of any user that may read; new with every start. */
    readonly token: string;
    /** One that may write too. */
    readonly writeToken: string;
  };
  /** Incoming webhook of the chat that Flux writes to. */
  readonly chat: string;
  readonly registry: {
    /** Host and port, over HTTPS. */
    readonly address: string;
    /** File of the authorities that its clients trust. */
    readonly authorities: string;
  };
  readonly charts: {
    /** `oci://` address of the folder with the charts. */
    readonly url: string;
    /** Public half of the key that they are signed with, in PEM. */
    readonly publicKey: string;
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
