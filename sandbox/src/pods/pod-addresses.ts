/** The address range of simulated pods, in kwok's notation: the address of the first pod and the mask. */
export const simulatedPodRange = '10.0.128.1/18';

const executedPrefix = [10, 0] as const;
const firstBlock = 192;
const size = 64 * 256;

function address(index: number): string {
  return [...executedPrefix, firstBlock + Math.floor(index / 256), index % 256].join('.');
}

/**
 * Assigns executed pods addresses from 10.0.192.0/18, beside kwok's for simulated pods. Nothing listens there: the
 * addresses are names, as in a cloud's network seen from outside.
 */
export class PodAddresses {
  private readonly used = new Set<string>();
  private next = 0;

  /** @param wanted the address that the pod has already, from before the runner was restarted */
  assign(wanted?: string): string {
    if (wanted !== undefined && wanted !== '') {
      this.used.add(wanted);
      return wanted;
    }
    for (let tries = 0; tries < size; tries += 1) {
      this.next = (this.next + 1) % size;
      const candidate = address(this.next);
      if (!this.used.has(candidate)) {
        this.used.add(candidate);
        return candidate;
      }
    }
    throw new Error(`All ${size} addresses of executed pods are in use`);
  }

  release(podIP: string): void {
    this.used.delete(podIP);
  }
}
