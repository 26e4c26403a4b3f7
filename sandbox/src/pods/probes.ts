import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { V1ContainerPort, V1HTTPGetAction, V1Probe } from '@kubernetes/client-node';
import { execa } from 'execa';

/** Where a container's probes are sent. */
export interface ProbeTarget {
  /** The loopback port that stands for a port of the container; undefined if the program does not listen on it. */
  readonly loopbackPort: (containerPort: number) => number | undefined;
  readonly containerPorts: readonly V1ContainerPort[];
  readonly environment: Readonly<Record<string, string>>;
}

/** One look: undefined if it succeeded, else what went wrong. */
export type ProbeResult = string | undefined;

function resolvePort(port: number | string, target: ProbeTarget): number | undefined {
  const named = target.containerPorts.find((candidate) => candidate.name === port)?.containerPort;
  const number = named ?? Number(port);
  return target.loopbackPort(number);
}

async function httpGet(
  action: V1HTTPGetAction,
  port: number,
  timeoutMilliseconds: number,
): Promise<ProbeResult> {
  const scheme = (action.scheme ?? 'HTTP').toLowerCase();
  const headers = Object.fromEntries((action.httpHeaders ?? []).map(({ name, value }) => [name, value]));
  const response = await fetch(`${scheme}://127.0.0.1:${port}${action.path ?? '/'}`, {
    headers: { 'User-Agent': 'kube-probe/1.36', ...headers },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMilliseconds),
  });
  await response.body?.cancel();
  if (response.status >= 200 && response.status < 400) return undefined;
  return `HTTP probe failed with statuscode: ${response.status}`;
}

async function tcpConnect(port: number, timeoutMilliseconds: number): Promise<ProbeResult> {
  return await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: timeoutMilliseconds });
    const finish = (result: ProbeResult): void => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => finish(undefined));
    socket.once('timeout', () => finish('i/o timeout'));
    socket.once('error', (error) => finish(error.message));
  });
}

/** Looks once at a probe's target: `httpGet`, `tcpSocket` or `exec`. */
export async function probeOnce(probe: V1Probe, target: ProbeTarget): Promise<ProbeResult> {
  const timeout = (probe.timeoutSeconds ?? 1) * 1000;
  try {
    if (probe.exec !== undefined) {
      const [command = '', ...args] = probe.exec.command ?? [];
      await execa(command, args, { timeout, env: target.environment, extendEnv: false });
      return undefined;
    }
    const named = probe.httpGet?.port ?? probe.tcpSocket?.port;
    if (named === undefined)
      return 'The sandbox does not support this kind of probe: use httpGet, tcpSocket or exec';
    const port = resolvePort(named, target);
    if (port === undefined) return `The program does not listen on port ${named}`;
    if (probe.httpGet !== undefined) return await httpGet(probe.httpGet, port, timeout);
    return await tcpConnect(port, timeout);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Counts results in a row and tells when the thresholds of the probe are crossed. */
export class ProbeThresholds {
  private inARow = 0;
  private lastSucceeded: boolean | undefined;

  constructor(private readonly probe: V1Probe) {}

  /** True or false once enough results in a row say so, undefined while they do not. */
  count(succeeded: boolean): boolean | undefined {
    this.inARow = this.lastSucceeded === succeeded ? this.inARow + 1 : 1;
    this.lastSucceeded = succeeded;
    const needed = succeeded ? (this.probe.successThreshold ?? 1) : (this.probe.failureThreshold ?? 3);
    return this.inARow >= needed ? succeeded : undefined;
  }
}

/**
 * Repeats a probe with its own timings until the signal aborts. `onOutcome` is called whenever the thresholds say that
 * the container passes or fails, with the last failure's message.
 */
export async function runProbe(
  probe: V1Probe,
  target: ProbeTarget,
  signal: AbortSignal,
  onOutcome: (passes: boolean, message: string) => void,
): Promise<void> {
  const thresholds = new ProbeThresholds(probe);
  try {
    await delay((probe.initialDelaySeconds ?? 0) * 1000, undefined, { signal });
    while (!signal.aborted) {
      const failure = await probeOnce(probe, target);
      if (signal.aborted) return;
      const outcome = thresholds.count(failure === undefined);
      if (outcome !== undefined) onOutcome(outcome, failure ?? '');
      await delay((probe.periodSeconds ?? 10) * 1000, undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
