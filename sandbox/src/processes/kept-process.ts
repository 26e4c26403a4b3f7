import { appendFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ManagedProcess } from './managed-process.js';

const pauseMilliseconds = 500;

/** Keeps a running program running: when it ends without being asked to, it is started again with the same command line. */
export class KeptProcess {
  private readonly stopping = new AbortController();
  private readonly kept: Promise<void>;

  constructor(private process: ManagedProcess) {
    this.kept = this.keep();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.process.stop();
    await this.kept;
  }

  private async keep(): Promise<void> {
    for (;;) {
      const { code, signal } = await this.process.exited;
      if (this.stopping.signal.aborted) return;
      appendFileSync(this.process.logFile, `The sandbox restarts it: it ended with ${signal ?? code}\n`);
      await delay(pauseMilliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      if (this.stopping.signal.aborted) return;
      this.process = new ManagedProcess(this.process.props);
    }
  }
}
