/** A person or a pipeline asked for an end while nothing was under way that has to be finished. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted before anything was changed.');
  }
}

/**
 * The signals that ask the launcher for an end. An interrupt (SIGINT, SIGTERM) stops what is under way. A hangup (SIGHUP, or the
 * death of the process that started it) only means that nobody listens any more.
 */
export class Interrupts {
  private readonly controller = new AbortController();
  private readonly parent = process.ppid;
  private readonly hangups = new Set<() => void>();
  private hungUp = false;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => this.controller.abort(new Interrupted()));
    process.on('SIGHUP', () => this.hangUp());
    // The terminal or pipe may be gone when something is still to be written.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => this.hangUp());
  }

  /** Aborted by the first interrupt; later ones change nothing, since a second one makes Terraform lose what it began. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Whether nobody listens any more. */
  get isHungUp(): boolean {
    return this.hungUp;
  }

  /** Calls back at the first hangup, at once if it was before. */
  onHangup(callback: () => void): void {
    if (this.hungUp) callback();
    else this.hangups.add(callback);
  }

  /** Treats the end of the parent as a hangup: over a pipe, nothing else reports it. */
  look(): void {
    if (process.ppid !== this.parent) this.hangUp();
  }

  /** @throws Interrupted when nobody listens any more, or an end was asked for: nothing new is begun then */
  throwIfUnattended(): void {
    this.look();
    this.signal.throwIfAborted();
    if (this.hungUp) throw new Interrupted();
  }

  private hangUp(): void {
    if (this.hungUp) return;
    this.hungUp = true;
    for (const callback of this.hangups) callback();
  }
}
