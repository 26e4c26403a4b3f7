import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { SandboxError } from '../errors.js';
import { freePort } from '../ports.js';
import { ManagedProcess } from '../processes/managed-process.js';
import { waitFor } from '../wait-for.js';
import { apiServerArguments, type ApiServerProps } from './control-plane.js';

/** How to start an API server. */
export interface StartApiServerProps extends Omit<ApiServerProps, 'port'> {
  readonly clusterName: string;
  readonly binary: string;
  readonly folder: string;
  /** Taken when it is free, so that kubeconfig files outlive a restart. @default a free port */
  readonly preferredPort?: number;
}

/** An API server that serves. */
export interface RunningApiServer {
  readonly process: ManagedProcess;
  readonly port: number;
}

const attempts = 5;
const readyTimeoutSeconds = 90;

/**
 * Starts an API server and waits until it is ready. Between choosing a port and binding it another program can take it:
 * then another one is tried, five times at most.
 *
 * @param onSpawn told of every try, so that clients start beside the server
 */
export async function startApiServer(
  props: StartApiServerProps,
  onSpawn: (port: number, process: ManagedProcess) => Promise<void>,
): Promise<RunningApiServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = attempt === 1 && props.preferredPort !== undefined ? props.preferredPort : await freePort();
    const process = spawnApiServer(props, port);
    await onSpawn(port, process);
    const outcome = await ready(props, port, process);
    if (outcome === 'ready') return { process, port };
    const log = readFileSync(process.logFile, 'utf8');
    if (!log.includes(`:${port}: bind: address already in use`) || attempt === attempts) {
      throw new SandboxError(
        `The API server of cluster ${props.clusterName} ended before it was ready.`,
        `Read ${process.logFile}`,
      );
    }
  }
}

function spawnApiServer(props: StartApiServerProps, port: number): ManagedProcess {
  return new ManagedProcess({
    name: `${props.clusterName}.kube-apiserver`,
    command: props.binary,
    args: apiServerArguments({ ...props, port }),
    cwd: props.folder,
    // A fifth less processor time for twice the memory: on two cores it is the API server that everything waits for.
    env: { GOGC: '200' },
  });
}

async function ready(
  props: StartApiServerProps,
  port: number,
  process: ManagedProcess,
): Promise<'ready' | 'ended'> {
  const certificateAuthority = readFileSync(props.pki.authority.certificate);
  return await waitFor(
    {
      what: `the API server of cluster ${props.clusterName} to be ready`,
      timeoutSeconds: readyTimeoutSeconds,
      remedy: `Read ${process.logFile}`,
    },
    async () => {
      if (!process.running) return 'ended';
      return (await isReady(port, certificateAuthority)) ? 'ready' : undefined;
    },
  );
}

/** Whether `/readyz` says yes. A server of another authority on that port is an error, so it is never taken for ours. */
async function isReady(port: number, certificateAuthority: Buffer): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    const probe = request(
      { host: '127.0.0.1', port, path: '/readyz', ca: certificateAuthority, timeout: 2000 },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    probe.once('timeout', () => probe.destroy(new Error('no answer within 2 s')));
    probe.once('error', reject);
    probe.end();
  });
}
