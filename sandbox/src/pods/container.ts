import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { V1Container, V1ContainerState } from '@kubernetes/client-node';
import { state } from '../paths.js';
import { ManagedProcess, type ProcessExit } from '../processes/managed-process.js';
import { CrashBackOff } from './crash-back-off.js';
import { ContainerConfigError } from './environment.js';
import { exitCode, restarts, type ContainerView } from './pod-status.js';
import { runProbe, type ProbeTarget } from './probes.js';

/** Everything that is needed to start a container as a process. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly probes: ProbeTarget;
}

/** Why an event reports a container's process. */
export type ContainerEvent = 'Started' | 'Killing' | 'BackOff' | 'Unhealthy' | 'Failed';

export interface ContainerProps {
  readonly container: V1Container;
  readonly restartPolicy: string | undefined;
  readonly terminationGraceSeconds: number;
  /** The program that stands for the image. */
  readonly imageID: string;
  /** Name of the process, unique within the sandbox, for the given restart. */
  readonly processName: (restart: number) => string;
  /** Rejects with ContainerConfigError when the pod asks for what does not exist (yet). */
  readonly prepare: () => Promise<Launch>;
  readonly onChange: () => void;
  readonly onEvent: (event: ContainerEvent, message: string) => void;
  /** The container's past under an earlier runner. @default none */
  readonly past?: Pick<ContainerView, 'state' | 'lastState' | 'restartCount' | 'finished'>;
}

const configRetryMilliseconds = 2000;

function terminated(exit: ProcessExit, startedAt: Date, containerID: string | undefined): V1ContainerState {
  const code = exitCode(exit);
  const reason = code === 0 ? 'Completed' : 'Error';
  return { terminated: { exitCode: code, reason, startedAt, finishedAt: new Date(), containerID } };
}

/** One container of a pod as a process of this machine: started, probed, restarted with back-off, and stopped. */
export class Container {
  private state: V1ContainerState = { waiting: { reason: 'ContainerCreating' } };
  private lastState: V1ContainerState = {};
  private restartCount = 0;
  private finished = false;
  private ready = false;
  private started = false;
  private process: ManagedProcess | undefined;
  private graceSeconds: number;
  private readonly ending = new AbortController();
  private readonly backOff = new CrashBackOff();
  private life: Promise<void> = Promise.resolve();

  constructor(private readonly props: ContainerProps) {
    this.graceSeconds = props.terminationGraceSeconds;
    if (props.past !== undefined) {
      this.state = props.past.state;
      this.lastState = props.past.lastState;
      this.restartCount = props.past.restartCount;
      this.finished = props.past.finished;
    }
  }

  view(): ContainerView {
    return {
      container: this.props.container,
      state: this.state,
      lastState: this.lastState,
      restartCount: this.restartCount,
      ready: this.ready,
      started: this.started,
      finished: this.finished,
      containerID: this.process?.pid === undefined ? undefined : `process://${this.process.pid}`,
      imageID: this.props.imageID,
    };
  }

  /** The log of the process that runs or ran last, and of the one before it. */
  processName(previous = false): string {
    return this.props.processName(previous ? this.restartCount - 1 : this.restartCount);
  }

  start(): void {
    if (this.finished) return;
    this.life = this.live().catch((error: unknown) => {
      if (!this.ending.signal.aborted) this.wait('RunContainerError', String(error));
    });
  }

  /** Stops the process for good: SIGTERM, and SIGKILL after the grace period. */
  async stop(graceSeconds = this.props.terminationGraceSeconds): Promise<void> {
    this.graceSeconds = graceSeconds;
    this.ending.abort();
    await this.process?.stop(graceSeconds * 1000);
    await this.life;
  }

  private async live(): Promise<void> {
    while (!this.ending.signal.aborted) {
      const launch = await this.prepared();
      const startedAt = new Date();
      const process = this.spawn(launch, startedAt);
      const exit = await process.exited;
      this.state = terminated(exit, startedAt, this.view().containerID);
      this.ready = false;
      this.started = false;
      this.finished = this.ending.signal.aborted || !restarts(this.props.restartPolicy, exitCode(exit));
      this.props.onChange();
      if (this.finished) return;
      await this.beforeRestart((Date.now() - startedAt.getTime()) / 1000);
    }
  }

  private async prepared(): Promise<Launch> {
    for (;;) {
      try {
        return await this.props.prepare();
      } catch (error) {
        const reason =
          error instanceof ContainerConfigError ? 'CreateContainerConfigError' : 'CreateContainerError';
        const message = error instanceof Error ? error.message : String(error);
        this.props.onEvent('Failed', message);
        this.wait(reason, message);
        await delay(configRetryMilliseconds, undefined, { signal: this.ending.signal });
      }
    }
  }

  private spawn(launch: Launch, startedAt: Date): ManagedProcess {
    this.ending.signal.throwIfAborted();
    // Only the logs of this process and the one before it can be asked for.
    rmSync(join(state.logs, `${this.props.processName(this.restartCount - 2)}.log`), { force: true });
    const process = new ManagedProcess({ name: this.processName(), ...launch });
    this.process = process;
    this.state = { running: { startedAt } };
    this.props.onEvent(
      'Started',
      `Process ${process.pid ?? '?'} runs ${launch.command}, log ${process.logFile}`,
    );
    this.probe(process, launch.probes);
    this.props.onChange();
    return process;
  }

  private probe(process: ManagedProcess, target: ProbeTarget): void {
    const { startupProbe, readinessProbe, livenessProbe } = this.props.container;
    const exited = new AbortController();
    void process.exited.then(() => exited.abort());
    const kill = (kind: string, message: string): void => {
      this.props.onEvent('Unhealthy', `${kind} probe failed: ${message}`);
      this.props.onEvent(
        'Killing',
        `Container ${this.props.container.name} failed its ${kind} probe, will be restarted`,
      );
      exited.abort();
      void process.stop(this.graceSeconds * 1000);
    };
    const afterStartup = (): void => {
      if (this.started) return;
      this.started = true;
      this.ready = readinessProbe === undefined;
      if (readinessProbe !== undefined) {
        void runProbe(readinessProbe, target, exited.signal, (passes, message) =>
          this.setReady(passes, message),
        );
      }
      if (livenessProbe !== undefined) {
        void runProbe(livenessProbe, target, exited.signal, (passes, message) => {
          if (!passes) kill('liveness', message);
        });
      }
      this.props.onChange();
    };
    if (startupProbe === undefined) {
      afterStartup();
      return;
    }
    void runProbe(startupProbe, target, exited.signal, (passes, message) => {
      if (passes) afterStartup();
      else kill('startup', message);
    });
  }

  private setReady(passes: boolean, message: string): void {
    if (!passes) this.props.onEvent('Unhealthy', `Readiness probe failed: ${message}`);
    if (this.ready === passes) return;
    this.ready = passes;
    this.props.onChange();
  }

  private async beforeRestart(ranSeconds: number): Promise<void> {
    const wait = this.backOff.after(ranSeconds);
    this.lastState = this.state;
    if (wait > 0) {
      const message = `back-off ${wait}s restarting failed container=${this.props.container.name}`;
      this.props.onEvent('BackOff', message);
      this.wait('CrashLoopBackOff', message);
      await delay(wait * 1000, undefined, { signal: this.ending.signal });
    }
    this.restartCount += 1;
  }

  private wait(reason: string, message: string): void {
    this.state = { waiting: { reason, message } };
    this.props.onChange();
  }
}
