import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines } from './build/go.js';
import { type Endpoints, readEndpoints } from './endpoints.js';
import { SandboxError } from './errors.js';
import { cache, checkout, state } from './paths.js';
import { sandboxMark } from './processes/managed-process.js';
import type { FixedPorts } from './machine/preflight.js';

const logFile = join(state.logs, 'daemon.log');
const timeoutSeconds = 60;

/** Starts the process that holds the sandbox, apart from this terminal, and resolves when all of it serves. */
export async function startDaemon(ports: FixedPorts, signal: AbortSignal): Promise<Endpoints> {
  for (const folder of [state.logs, state.processes, state.home]) mkdirSync(folder, { recursive: true });
  const log = openSync(logFile, 'a');
  const child = spawn(process.execPath, ['run', join(checkout, 'sandbox', 'src', 'daemon.ts')], {
    cwd: checkout,
    detached: true,
    stdio: ['ignore', log, log],
    env: daemonEnvironment(ports),
  });
  child.unref();
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const endpoints = readEndpoints();
    if (endpoints !== undefined) return endpoints;
    if (child.exitCode !== null || child.signalCode !== null) {
      const output = lastLines(readFileSync(logFile, 'utf8'), 2);
      throw new SandboxError(`The sandbox's services did not start: ${output}.`, `The log is ${logFile}.`);
    }
    if (Date.now() > deadline) {
      throw new SandboxError(
        `The sandbox's services did not start within ${timeoutSeconds} s.`,
        `Read ${logFile}, then run \`make sandbox\` again.`,
      );
    }
    await delay(100, undefined, { signal });
  }
}

/** The daemon outlives the command that starts it, so it gets only what it needs of that command's environment. */
function daemonEnvironment(ports: FixedPorts): Record<string, string> {
  const fixed = Object.entries({
    SANDBOX_AWS_PORT: ports.aws,
    SANDBOX_GIT_PORT: ports.git,
    SANDBOX_CHARTS_PORT: ports.charts,
  }).flatMap(([name, port]) => (port === undefined ? [] : [[name, String(port)] as const]));
  return {
    PATH: process.env.PATH ?? '',
    HOME: state.home,
    TMPDIR: process.env.TMPDIR ?? '/tmp',
    INFRA_FLEET_CACHE: cache.root,
    ...(process.env.SSL_CERT_FILE !== undefined && { SSL_CERT_FILE: process.env.SSL_CERT_FILE }),
    [sandboxMark]: state.root,
    ...Object.fromEntries(fixed),
  };
}
