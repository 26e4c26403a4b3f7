const firstSeconds = 10;
const longestSeconds = 300;
const forgottenAfterSeconds = 600;

/**
 * How long a kubelet waits before it starts a container again: not at all the first time, then 10 s, doubled up to 5
 * minutes, and from the beginning once the container has run for 10 minutes.
 */
export class CrashBackOff {
  private nextSeconds = 0;

  /** @param ranSeconds how long the container ran that has just ended */
  after(ranSeconds: number): number {
    if (ranSeconds >= forgottenAfterSeconds) this.nextSeconds = 0;
    const wait = this.nextSeconds;
    this.nextSeconds = wait === 0 ? firstSeconds : Math.min(wait * 2, longestSeconds);
    return wait;
  }
}
